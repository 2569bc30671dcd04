import { is, type Nodes, parametersOf, spanOf, textOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import type { Expression } from '../../plan/expression.ts'
import { freeColumns } from '../../plan/free-columns.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import { visitAll } from '../../plan/walk.ts'
import { type Environment, partitionKey } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { type Steps, stepsAt } from '../steps.ts'

/** partition: the sub-query runs over the rows of each key, and its results are concatenated (semantics 13.7). */
export function lowerPartition(
  node: Nodes['PartitionOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  if (node.Scope) return refuse(node, 'partition-form')
  const span = spanOf(node)
  const scope = rowScope(input, environment)
  const expression = settled(
    lowering.expression(node.ByExpression!, scope),
    ['null'],
    'partition by',
    node.ByExpression!,
  )
  if (expression.type === 'struct') return refuse(node.ByExpression!, 'no-single-value', textOf(node.ByExpression!))
  if (expression.type === 'real') return refuse(node.ByExpression!, 'partition-real-key')
  const steps = stepsAt(span, lowering)
  const key: PlanColumn = { id: lowering.newId(), name: 'key', type: expression.type }
  const keyed = project(scope.input.plan, [{ id: key.id, expression }], [key, ...visible(scope.input.plan)], span)
  const shared = sharePlan(keyed, lowering)
  const [all, others] = [shared(), shared()]
  const keys = steps.group(others, [[steps.column('key', expression.type), reference(others.columns[0]!)]])
  const [left, right] = [reference(all.columns[0]!), reference(keys.columns[0]!)]
  const test = (name: string, ...args: readonly Expression[]) => steps.call(name, args, 'bool')
  const same = test('or', test('==', left, right), test('and', test('isnull', left), test('isnull', right)))
  const part: PlanNode = {
    op: 'filter',
    input: all,
    predicate: same,
    columns: all.columns.slice(1),
    order: all.order,
    serialized: input.serialized,
    span,
  }
  const names = environment.with([[partitionKey, { kind: 'scalar', expression: right }]])
  const body = is(node.Operand, 'PartitionQuery')
    ? ownSource(node, node.Operand, right, names, lowering)
    : lowering.pipeline((node.Operand as Nodes['PartitionSubquery']).Subquery!, part, names)
  visitAll([body], {
    node: part => {
      if (part.op === 'reference' && freeColumns(part.shared.plan).has(right.id)) refuse(node, 'partition-reads-twice')
    },
  })
  const limited = isLegacy(node) ? fewKeys(keys, steps, lowering) : keys
  return { op: 'apply', input: limited, body, columns: visible(body), order: [], serialized: false, span }
}

/** Without another strategy, the service accepts at most 64 keys (the page of partition). */
const isLegacy = (node: Nodes['PartitionOperator']): boolean => {
  const strategy = parametersOf(node).get('hint.strategy')
  return !strategy || !/^(native|shuffle)$/.test(textOf(strategy))
}

function fewKeys(keys: PlanNode, steps: Steps, lowering: Lowering): PlanNode {
  const number: PlanColumn = { id: lowering.newId(), name: 'number', type: 'long', hidden: true }
  const { span } = keys
  const numbering = {
    op: 'window',
    name: 'row_number',
    args: [],
    type: 'long',
    partition: [],
    order: [],
    span,
  } as const
  const numbered = project(keys, [{ id: number.id, expression: numbering }], [...keys.columns, number], span)
  const kept = steps.where(numbered, steps.call('is_in_partition', [reference(number)], 'bool'))
  return { ...kept, columns: keys.columns }
}

/** A sub-query over its own tables, which sees only the key of the partition. */
function ownSource(
  node: Nodes['PartitionOperator'],
  operand: Nodes['PartitionQuery'],
  key: Expression,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const by = node.ByExpression!
  if (!is(by, 'NameReference')) return refuse(by, 'key-column-needed')
  const names = environment.with([[by.ReferencedSymbol, { kind: 'scalar', expression: key }]])
  return lowering.table(operand.Query!, names)
}
