import type { ColumnType } from '@tripline/schemas'
import type { DataColumn, DataSchema } from '../../frontend/data-schema.ts'
import { type Expr, elementsOf, is, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { functionRow } from '../../functions/registry.ts'
import { project, reference, summarize } from '../../plan/build.ts'
import { type AggregateCall, type Call, type Expression, literal } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import { carryOrder } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import { settled } from '../expressions/settled.ts'
import type { Lowering } from '../lowering.ts'
import { parsedColumn } from '../operators/parsed-columns.ts'
import { refuse } from '../refusal.ts'
import { type RowScope, rowScope, type Scope } from '../scope.ts'
import { dataSchema } from './data-columns.ts'
import type { LowerPlugin } from './plugin.ts'
import { pluginArguments } from './plugin-arguments.ts'

/** The `…if` form of each aggregate of pivot, which aggregates only the rows of one value. */
const conditional: Readonly<Record<string, string>> = {
  count: 'countif',
  sum: 'sumif',
  min: 'minif',
  max: 'maxif',
  avg: 'avgif',
  dcount: 'dcountif',
  stdev: 'stdevif',
  variance: 'varianceif',
  take_any: 'take_anyif',
  make_list: 'make_list_if',
  make_set: 'make_set_if',
  make_bag: 'make_bag_if',
}

interface Pivot {
  readonly node: Nodes['EvaluateOperator']
  /** The pivoted column as text. */
  readonly value: Expression
  readonly aggregate: AggregateCall
  readonly keys: ReturnType<typeof visible>
}

/** pivot: the values of a column become columns, in order of first appearance (semantics 18.2). */
export const lowerPivot: LowerPlugin = (node, input, environment, lowering) => {
  const scope: RowScope = { ...rowScope(input, environment), grouped: true }
  const pivot = pivotOf(node, input, scope, environment, lowering)
  const from = scope.input.plan
  const columns = node.Schema
    ? declaredColumns(node, pivot)
    : dataSchema(
        node,
        values(pivot, from, lowering),
        found =>
          decide(
            found.map(([cell]) => String(cell)),
            pivot,
          ),
        lowering,
      ).columns
  return rotated(pivot, from, columns, lowering)
}

function pivotOf(
  node: Nodes['EvaluateOperator'],
  input: PlanNode,
  scope: Scope,
  environment: Environment,
  lowering: Lowering,
): Pivot {
  const { named, rest } = pluginArguments(node, ['pivotColumn', 'aggregateFunction'])
  const columnOf = (argument: Expr) => lowering.expression(argument, rowScope(input, environment))
  const column = named.get('pivotColumn')!
  const pivoted = columnOf(column)
  const settledValue = settled(pivoted, ['nan', 'infinite', 'extreme'], 'pivot of', column)
  const aggregate = aggregateOf(named.get('aggregateFunction'), node, scope, lowering)
  const used = new Set([pivoted, ...aggregate.args].map(column => (column.op === 'column' ? column.id : undefined)))
  // The binder accepts only columns here; a column that no row produced is not in the output either.
  const given = rest.flatMap(argument => {
    const column = columnOf(argument)
    return visible(input).filter(({ id }) => column.op === 'column' && column.id === id)
  })
  const keys = rest.length > 0 ? given : visible(input).filter(({ id }) => !used.has(id))
  const value: Call = { op: 'call', name: 'tostring', args: [settledValue], type: 'string', span: spanOf(node) }
  return { node, value, aggregate, keys }
}

function aggregateOf(
  argument: Expr | undefined,
  node: Nodes['EvaluateOperator'],
  scope: Scope,
  lowering: Lowering,
): AggregateCall {
  if (!argument) {
    return { op: 'aggregate', name: 'count', args: [], type: 'long', order: [], span: spanOf(node) }
  }
  const lowered = is(argument, 'FunctionCallExpression') ? single(lowering.expression(argument, scope)) : undefined
  if (lowered?.op !== 'aggregate' || lowered.type === 'struct') return refuse(argument, 'pivot-aggregate')
  const name = conditional[lowered.name]
  if (name === undefined || !functionRow(name, 'aggregate')) return refuse(argument, 'pivot-function', lowered.name)
  return lowered
}

/** `take_any` picks a row of values; for one value, the row is that value. */
const single = (lowered: Expression): Expression =>
  lowered.op === 'field' && lowered.of.op === 'aggregate' && lowered.of.args.length === 1
    ? { ...lowered.of, type: lowered.type }
    : lowered

/** The pivoted column's texts, row by row. */
function values({ value, node }: Pivot, input: PlanNode, lowering: Lowering): PlanNode {
  const id = lowering.newId()
  return carryOrder(project(input, [{ id, expression: value }], [{ id, name: 'value', type: 'string' }], spanOf(node)))
}

function decide(found: readonly string[], { keys, node, aggregate }: Pivot): DataSchema {
  const names = new Set(keys.map(key => key.name))
  const made = [...new Set(found)].map((source): DataColumn => {
    if (source === '') return refuse(node, 'pivot-empty')
    if (names.has(source)) return refuse(node, 'pivot-taken', source)
    return { name: source, type: aggregate.type as ColumnType, from: 'data', source }
  })
  return { columns: [...keys.map(keyColumn), ...made], open: found.length === 0 }
}

const keyColumn = ({ name, type }: Pivot['keys'][number]): DataColumn => ({ name, type, from: 'input', source: name })

/** Other values have no column then, but their rows remain (the page of pivot). */
function declaredColumns(node: Nodes['EvaluateOperator'], { keys, aggregate }: Pivot): DataColumn[] {
  const declared = elementsOf<Nodes['NameAndTypeDeclaration']>(node.Schema!.Schema!.Columns).map(declaration => ({
    declaration,
    ...parsedColumn(declaration),
  }))
  const all = node.Schema!.Schema!.AsteriskToken ? keys.map(keyColumn) : []
  const listed = declared.map(({ declaration, name, type }): DataColumn => {
    const key = keys.find(column => column.name === name)
    const own = key?.type ?? aggregate.type
    if (own !== type) return refuse(declaration, 'declared-column-type', name, type, own)
    return { name, type, from: key ? 'input' : 'data', source: name }
  })
  return [...all, ...listed]
}

/** A group for each combination of the keys; a cell aggregates the rows of its group that have its column's value. */
function rotated(
  { node, value, aggregate, keys }: Pivot,
  input: PlanNode,
  columns: readonly DataColumn[],
  lowering: Lowering,
): PlanNode {
  const span = spanOf(node)
  const groups = keys.map(key => ({ id: lowering.newId(), expression: reference(key) }))
  const cells = columns.filter(column => column.from === 'data')
  const aggregates = cells.map(({ source }) => {
    const condition: Call = { op: 'call', name: '==', args: [value, literal('string', source)], type: 'bool', span }
    const [first, ...rest] = aggregate.args
    const args = first ? [first, condition, ...rest] : [condition]
    return { id: lowering.newId(), expression: { ...aggregate, name: conditional[aggregate.name]!, args } }
  })
  const shown = columns.flatMap(({ name, type, from, source }): PlanColumn[] => {
    const made = aggregates[cells.findIndex(cell => cell.name === name)]
    if (from === 'data') return made ? [{ id: made.id, name, type }] : []
    const group = groups[keys.findIndex(key => key.name === source)]
    return group ? [{ id: group.id, name, type }] : []
  })
  const computed = [...groups, ...aggregates].map(({ id, expression }) => ({ id, name: id, type: expression.type }))
  const summary = summarize(input, { keys: groups, aggregates }, computed, span, lowering.newId())
  return project(summary, [], shown, span)
}
