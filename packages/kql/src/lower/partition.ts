import { is, type Nodes, spanOf } from '../frontend/syntax.ts'
import type { Call, Expression } from '../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../plan/node.ts'
import type { Environment } from './environment.ts'
import { type Lowering, project, reference, rowsOf } from './lowering.ts'
import { refuse } from './refusal.ts'
import { lowerContextual, once } from './table.ts'

/** partition: the sub-query runs over the rows of each key, and its results follow one another (semantics 13.7). */
export function lowerPartition(
  node: Nodes['PartitionOperator'],
  input: PlanNode,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  const operand = node.Operand
  if (!is(operand, 'PartitionSubquery') || node.Scope)
    return refuse(node, 'this form of partition', 'its sub-query starts from a table of its own', 'partition by k (…)')
  const span = spanOf(node)
  const rows = rowsOf(input, environment)
  const expression = lowering.expression(node.ByExpression!, rows)
  if (expression.type === 'struct') return refuse(node.ByExpression!, 'this key', 'it has no single value')
  const key: PlanColumn = { id: lowering.newId(), name: 'key', type: expression.type }
  const keyed = project(rows.node!, [{ id: key.id, expression }], [key, ...visible(rows.node!)], span)
  const shared = once(keyed, lowering)
  const keys = distinctKeys(shared(), span, lowering)
  const all = shared()
  const own = all.columns[0]!
  const [left, right] = [reference(own), reference(keys.columns[0]!)]
  const call = (name: string, args: readonly Expression[]): Call => ({ op: 'call', name, args, type: 'bool', span })
  const bothMissing = call('and', [call('isnull', [left]), call('isnull', [right])])
  const { order } = all
  const part: PlanNode = {
    op: 'filter',
    input: all,
    predicate: call('or', [call('==', [left, right]), bothMissing]),
    columns: all.columns.slice(1),
    order,
    serialized: input.serialized,
    span,
  }
  const body = lowerContextual(operand.Subquery!, part, environment, lowering)
  return { op: 'apply', input: keys, body, columns: visible(body), order: [], serialized: false, span }
}

function distinctKeys(rows: PlanNode, span: PlanNode['span'], lowering: Lowering): PlanNode {
  const key = rows.columns[0]!
  const id = lowering.newId()
  return {
    op: 'summarize',
    input: rows,
    keys: [{ id, expression: reference(key) }],
    aggregates: [],
    position: lowering.newId(),
    columns: [{ id, name: 'key', type: key.type }],
    order: [],
    serialized: false,
    span,
  }
}
