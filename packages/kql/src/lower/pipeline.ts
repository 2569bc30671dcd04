import { type Expr, is, isGraph, type Nodes, nodeName, type SyntaxNode, textOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Binding, Environment } from './environment.ts'
import { lowerGraphMatch } from './graph/graph-match.ts'
import { lowerGraph } from './graph/make-graph.ts'
import type { Lowering } from './lowering.ts'
import { operators, refusedOperators } from './operators/operators.ts'
import { refuse, refuseWith } from './refusal.ts'
import { sharePlan } from './share-plan.ts'

/** Pipes nest to the left; a long pipeline is walked iteratively, down to its table or its graph. */
function stepsOf(node: Expr): readonly [Expr, ...Expr[]] {
  const steps: Expr[] = []
  let head = node
  while (is(head, 'PipeExpression') && !isOfGraph(head)) {
    steps.unshift(head.Operator!)
    head = head.Expression!
  }
  return [head, ...steps]
}

const isOfGraph = ({ Expression, Operator }: Nodes['PipeExpression']): boolean =>
  isGraph(Expression!.ResultType) || is(Operator, 'MakeGraphOperator')

/** A table, or a graph and the pattern sought in it, and the operators applied to its rows. */
export function lowerPipe(node: Nodes['PipeExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const [head, ...steps] = stepsOf(node)
  const source = is(head, 'PipeExpression')
    ? lowerMatch(head, environment, lowering)
    : lowering.table(head, environment)
  return lowerSteps(steps, source, environment, lowering)
}

function lowerMatch(node: Nodes['PipeExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const operator = node.Operator!
  if (is(operator, 'MakeGraphOperator') && operator.PartitionedByClause)
    return refuse(operator.PartitionedByClause, 'graph-partitions')
  if (!is(operator, 'GraphMatchOperator'))
    return nodeName(operator).startsWith('Graph') ? refuseOperator(operator) : refuse(operator, 'graph-result')
  return lowerGraphMatch(operator, lowerGraph(node.Expression!, environment, lowering), environment, lowering)
}

/** A pipeline that starts with an operator: the body of mv-apply or partition, applied to the given rows. */
export function lowerPipeline(node: Expr, input: PlanNode, environment: Environment, lowering: Lowering): PlanNode {
  return lowerSteps(stepsOf(node), input, environment, lowering)
}

function lowerSteps(steps: readonly Expr[], input: PlanNode, environment: Environment, lowering: Lowering): PlanNode {
  let [plan, names] = [input, environment]
  for (const step of steps) {
    const apply = operators[nodeName(step)]
    if (!apply) return refuseOperator(step)
    const piped: Binding = { kind: 'table', plan: sharePlan(plan, lowering), label: '' }
    const before = is(step.Parent as SyntaxNode, 'PipeExpression')
      ? (step.Parent as Nodes['PipeExpression']).Expression
      : undefined
    const result = apply(step, plan, before ? names.with([[before, piped]]) : names, lowering)
    if ('plan' in result) {
      plan = result.plan
      names = result.environment
    } else plan = result
  }
  return plan
}

function refuseOperator(node: Expr): never {
  const step = is(node, 'PipeExpression') ? node.Operator! : node
  const refused = refusedOperators[nodeName(step)]
  return refused ? refuseWith(step, refused) : refuse(step, 'operator-unsupported', textOf(step).split(/\s/, 1)[0]!)
}
