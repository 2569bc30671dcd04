import { type Expr, is, type Nodes, nodeName, type SyntaxNode, textOf } from '../frontend/syntax.ts'
import type { PlanNode } from '../plan/node.ts'
import type { Binding, Environment } from './environment.ts'
import type { Lowering } from './lowering.ts'
import { operators, refusedOperators } from './operators/operators.ts'
import { refuse, refuseWith } from './refusal.ts'
import { sharePlan } from './share-plan.ts'

/** Pipes nest to the left; a long pipeline is walked iteratively. */
function stepsOf(node: Expr): readonly [Expr, ...Expr[]] {
  const steps: Expr[] = []
  let head = node
  while (is(head, 'PipeExpression')) {
    steps.unshift(head.Operator!)
    head = head.Expression!
  }
  return [head, ...steps]
}

/** A table and the operators applied to its rows. */
export function lowerPipe(node: Nodes['PipeExpression'], environment: Environment, lowering: Lowering): PlanNode {
  const [head, ...steps] = stepsOf(node)
  return lowerSteps(steps, lowering.table(head, environment), environment, lowering)
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

function refuseOperator(step: Expr): never {
  const refused = refusedOperators[nodeName(step)]
  return refused ? refuseWith(step, refused) : refuse(step, 'operator-unsupported', textOf(step).split(/\s/, 1)[0]!)
}
