import { functionRow } from '../functions/registry.ts'
import type { SetOfValues } from '../functions/row.ts'
import { orElse, reader, rowNumber } from '../plan/build.ts'
import {
  type AggregateCall,
  type ColumnReference,
  type Expression,
  literal,
  positionOrder,
} from '../plan/expression.ts'
import type { Assignment, Filter, PlanNode, Project, Shared, Summarize } from '../plan/node.ts'
import { mapChildren, mapOperands } from '../plan/walk.ts'
import { columnOf, type GroupPart, groupsOf, hidden, joinedByKeys } from './group-parts.ts'

/**
 * A set of a group's values is a list of the distinct ones in order of first appearance. Each set is computed in these two
 * steps, so that the database stores each value once, and joined to the group's other aggregates.
 */
export const distinctSets = (plan: PlanNode): PlanNode => rewrite(plan, new Map())

function rewrite(node: PlanNode, shared: Map<Shared, Shared>): PlanNode {
  // The body of an apply sees an outer row, which a plan that is computed once cannot.
  if (node.op === 'apply') return { ...node, input: rewrite(node.input, shared) }
  const mapped = mapChildren(node, input => rewrite(input, shared), shared)
  return mapped.op === 'summarize' ? inSteps(mapped) : mapped
}

/** An aggregate of the summarize and the column that it becomes. */
interface Aggregate {
  readonly call: AggregateCall
  readonly result: ColumnReference
}

function inSteps(node: Summarize): PlanNode {
  const { aggregates, outputs } = aggregatesOf(node)
  // Groups may be missing from conditional sets, which therefore come last.
  const sets = aggregates
    .filter(({ call }) => makesSet(call))
    .sort((a, b) => Number(isConditional(a.call)) - Number(isConditional(b.call)))
  if (sets.length === 0) return node
  const others = aggregates.filter(({ call }) => !makesSet(call))
  // One of the parts must contain every group.
  const counted = others.length > 0 || (isConditional(sets[0]!.call) && node.keys.length > 0)
  const rows = prepared(node, sets)
  const shared: Shared = { plan: rows }
  const read = sets.length + Number(counted) > 1 ? () => reader(shared) : () => rows
  const parts = [...(counted ? [summaryOf(node, others, read())] : []), ...sets.map(set => setOf(node, set, read()))]
  const [first, ...rest] = parts as [GroupPart, ...GroupPart[]]
  const joined = rest.reduce<PlanNode>((left, right) => joinedByKeys(left, first.keys, right), first.plan)
  const keys = node.keys.map(({ id }, index) => ({ id, expression: first.keys[index]! }))
  const rank = { id: node.position, expression: columnOf(first.plan.position, 'long') }
  const { columns, order, serialized, span } = node
  return { op: 'project', input: joined, assignments: [...keys, rank, ...outputs], columns, order, serialized, span }
}

/** The set that an aggregate builds. Not of reals, because the database treats 0 and -0 as one value and returns either. */
function setMadeBy({ name, args }: AggregateCall): SetOfValues | undefined {
  const row = functionRow(name, 'aggregate')
  return row?.kind === 'aggregate' && args[0]?.type !== 'real' ? row.set : undefined
}

const makesSet = (call: AggregateCall): boolean => setMadeBy(call) !== undefined

const isConditional = (call: AggregateCall): boolean => setMadeBy(call)?.unconditional !== undefined

/** The aggregates of a summarize, each with its own column, and its outputs in terms of those columns. */
function aggregatesOf(node: Summarize): { readonly aggregates: Aggregate[]; readonly outputs: Assignment[] } {
  const aggregates: Aggregate[] = []
  const outputs = node.aggregates.map(({ id, expression }) => ({
    id,
    expression: withAggregates(expression, call => {
      const result = columnOf(`${node.position} ${aggregates.length}`, call.type)
      aggregates.push({ call, result })
      // A group in which no row meets the condition of a set has no such set.
      return isConditional(call) ? orElse(result, literal('dynamic', '[]'), call.span) : result
    }),
  }))
  return { aggregates, outputs }
}

function withAggregates(expression: Expression, replace: (call: AggregateCall) => Expression): Expression {
  return expression.op === 'aggregate'
    ? replace(expression)
    : mapOperands(expression, operand => withAggregates(operand, replace))
}

const rankOf = (node: Summarize): ColumnReference => columnOf(`${node.position} rank`, 'long')

const elementOf = ({ call, result }: Aggregate): ColumnReference => columnOf(`${result.id} value`, call.args[0]!.type)

const keysOf = (node: Summarize): ColumnReference[] =>
  node.keys.map(({ id, expression }) => columnOf(id, expression.type))

/** The rows with their number, their keys and the values of sets, computed once for all readers. */
function prepared(node: Summarize, sets: readonly Aggregate[]): Project {
  const { input, span } = node
  const rank = rankOf(node)
  const { order } = sets[0]!.call
  const number = order[0]?.rowNumber ? order[0].expression : rowNumber(order, span)
  const computed = [...keysOf(node), ...sets.map(elementOf), rank]
  const expressions = [
    ...node.keys.map(({ expression }) => expression),
    ...sets.map(({ call }) => call.args[0]!),
    number,
  ]
  return {
    op: 'project',
    input,
    assignments: computed.map(({ id }, index) => ({ id, expression: expressions[index]! })),
    columns: [...input.columns, ...computed.map(hidden)],
    order: positionOrder(rank.id),
    serialized: false,
    span,
  }
}

/** The aggregates of a group other than its sets. */
function summaryOf(node: Summarize, others: readonly Aggregate[], rows: PlanNode): GroupPart {
  const aggregates = others.map(({ call, result }) => ({ id: result.id, expression: call }))
  return { ...groupsOf(`${node.position} all`, rows, keysOf(node), aggregates), partial: false }
}

/** A set: first the distinct values, then their list, which flattens arrays among dynamic values. */
function setOf(node: Summarize, set: Aggregate, rows: PlanNode): GroupPart {
  const { call, result } = set
  const condition = isConditional(call) ? call.args[1] : undefined
  const size = call.args.slice(condition ? 2 : 1)
  const distinct = groupsOf(
    `${result.id} distinct`,
    condition ? where(rows, condition) : rows,
    [...keysOf(node), elementOf(set)],
    [],
  )
  const { list, unconditional = call.name } = setMadeBy(call)!
  const name = elementOf(set).type === 'dynamic' ? unconditional : list
  const values: AggregateCall = { ...call, name, args: [distinct.keys.at(-1)!, ...size], order: distinct.plan.order }
  const groups = groupsOf(result.id, distinct.plan, distinct.keys.slice(0, -1), [{ id: result.id, expression: values }])
  return { ...groups, partial: condition !== undefined }
}

const where = (input: PlanNode, predicate: Expression): Filter => {
  const { columns, order, serialized, span } = input
  return { op: 'filter', input, predicate, columns, order, serialized, span }
}
