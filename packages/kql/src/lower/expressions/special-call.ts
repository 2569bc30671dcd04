import { lookUp } from '@tripline/diagnostics'
import { type Expr, elementsOf, isTable, type Nodes, spanOf } from '../../frontend/syntax.ts'
import { columnNamed, reference } from '../../plan/build.ts'
import { type Call, constantOf, type Expression, literal } from '../../plan/expression.ts'
import { type PlanNode, visible } from '../../plan/node.ts'
import type { Lowering } from '../lowering.ts'
import { nowOf } from '../query-options.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'
import { ingestionTime } from './ingestion-time.ts'

type CallNode = Nodes['FunctionCallExpression']
type LowerCall = (node: CallNode, scope: Scope, lowering: Lowering) => Expression

export const argumentsOf = (node: CallNode): Expr[] => elementsOf(node.ArgumentList?.Expressions)

/** Functions without a row in the table, because their meaning depends on the query's own columns, names or time. */
export const specialCalls: Readonly<Record<string, LowerCall>> = {
  now,
  ago: (node, scope, lowering) => plus('-', nowOf(lowering), lowering.expression(argumentsOf(node)[0]!, scope), node),
  assert: assertion,
  column_ifexists: columnIfExists,
  columnifexists: columnIfExists,
  column_names_of: columnNamesOf,
  bag_pack_columns: bagPackColumns,
  bin_auto: binAuto,
  pack_all: packAll,
  ingestion_time: ingestionTime,
}

export const specialCall = (name: string): LowerCall | undefined => lookUp(specialCalls, name)

function now(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const [offset] = argumentsOf(node)
  const instant = nowOf(lowering)
  return offset ? plus('+', instant, lowering.expression(offset, scope), node) : instant
}

/** Bins of the size set by the query's options, aligned to their fixed point (the page of bin_auto). */
function binAuto(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const value = lowering.expression(argumentsOf(node)[0]!, scope)
  const [size, at] = ['query_bin_auto_size', 'query_bin_auto_at'].map(name => lowering.options.get(name))
  if (!size) return refuse(node, 'bin-auto-size')
  const args = at ? [value, size, at] : [value, size]
  const type = value.type === 'struct' ? 'dynamic' : value.type
  return { op: 'call', name: at ? 'bin_at' : 'bin', args, type, span: spanOf(node) }
}

const plus = (name: string, left: Expression, right: Expression, node: CallNode): Call => ({
  op: 'call',
  name,
  args: [left, right],
  type: 'datetime',
  span: spanOf(node),
})

/** A condition that is false before anything runs ends the query (semantics 17.11). */
function assertion(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const [condition, message] = argumentsOf(node).map(argument => lowering.expression(argument, scope))
  if (condition?.op !== 'literal') return refuse(node, 'assert-condition')
  return condition.value === true
    ? condition
    : refuse(node, 'assert-failed', String(constantOf(message) ?? 'the condition is false'))
}

/** Resolved from the schema, before anything runs (semantics 9.9). */
function columnIfExists(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const [nameArgument, otherwise] = argumentsOf(node)
  const name = constantOf(lowering.expression(nameArgument!, scope))
  const column = typeof name === 'string' ? columnNamed(scope.input?.plan, name) : undefined
  return column ? reference(column) : lowering.expression(otherwise!, scope)
}

/** The names of a table's columns as one array (semantics 8.17). */
function columnNamesOf(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const [table] = argumentsOf(node)
  if (!table || !isTable(table.ResultType)) return refuse(node, 'column-names-table')
  const names = visible(lowering.table(table, scope.environment)).map(column => column.name)
  return literal('dynamic', JSON.stringify(names))
}

/** One bag of the row's columns, by default all of them (semantics 8.16). */
function packAll(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const [ignore] = argumentsOf(node).map(argument => lowering.expression(argument, scope))
  if (ignore && ignore.op !== 'literal') return refuse(node, 'pack-all-argument')
  const columns = scope.input ? visible(scope.input.plan) : []
  return bag(node, columns, ignore?.value === true ? 'bag_pack_present' : 'bag_pack')
}

function bagPackColumns(node: CallNode, scope: Scope, lowering: Lowering): Expression {
  const columns = argumentsOf(node).map(argument => {
    const column = lowering.expression(argument, scope)
    const found =
      column.op === 'column' ? scope.input?.plan.columns.find(candidate => candidate.id === column.id) : undefined
    return found ?? refuse(argument, 'columns-only')
  })
  return bag(node, columns, 'bag_pack')
}

const bag = (node: CallNode, columns: PlanNode['columns'], name: string): Call => ({
  op: 'call',
  name,
  args: columns.flatMap(column => [literal('string', column.name), reference(column)]),
  type: 'dynamic',
  span: spanOf(node),
})
