import { type Expr, elementsOf, type Nodes, parametersOf, spanOf, textOf } from '../../frontend/syntax.ts'
import { declaredViews } from '../../frontend/wildcard.ts'
import { project } from '../../plan/build.ts'
import { literal } from '../../plan/expression.ts'
import { type PlanColumn, type PlanNode, visible } from '../../plan/node.ts'
import { isApart } from '../../world/stored-table.ts'
import { carryColumns } from '../carry-columns.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { literalRows } from '../sources/literal-rows.ts'
import { memberLeg, pipedLabel, type TableLeg, tableLegs } from '../sources/table-leg.ts'
import { columnsNamed, searchPredicate } from './search-predicate.ts'
import { isEmpty, unite } from './union.ts'

const sourceColumn = '$table'

/** search: the rows of many tables that match a condition, with their table in `$table` (semantics 17.7). */
export function lowerSearch(
  node: Nodes['SearchOperator'],
  input: PlanNode | undefined,
  environment: Environment,
  lowering: Lowering,
): PlanNode {
  if (node.DataScope) return refuse(node.DataScope, 'scope-of-data')
  const kind = textOf(parametersOf(node).get('kind') ?? node)
  const rows = input
    ? labelled(input, pipedLabel(node, environment) ?? 'search_arg0', node, lowering)
    : searched(node, environment, lowering)
  const { columns, order, serialized } = rows
  const own = columns.filter(column => !column.hidden).slice(1)
  const scope = rowScope({ ...rows, columns: own }, environment)
  const predicate = searchPredicate(node.Condition!, scope, filled(rows, own), lowering, kind === 'case_sensitive')
  if (scope.input.hasWindows) return refuse(node.Condition!, 'search-window-function')
  return {
    op: 'filter',
    input: carryColumns(rows, scope.input.plan.columns),
    predicate,
    columns,
    order,
    serialized,
    span: spanOf(node),
  }
}

/** Columns of the tables that have rows: a search of a whole workspace has thousands of others. */
function filled(rows: PlanNode, columns: readonly PlanColumn[]): readonly PlanColumn[] {
  if (rows.op !== 'union') return columns
  return columns.filter(column => {
    const position = rows.columns.indexOf(column)
    return rows.legs.some(leg => !isEmpty(leg.input) && leg.ids[position] !== undefined)
  })
}

/** The rows with the source column first. */
function labelled(input: PlanNode, label: string, node: Expr, lowering: Lowering): PlanNode {
  const source: PlanColumn = { id: lowering.newId(), name: sourceColumn, type: 'string' }
  const assignment = { id: source.id, expression: literal('string', label) }
  return project(input, [assignment], [source, ...input.columns], spanOf(node))
}

function searched(node: Nodes['SearchOperator'], environment: Environment, lowering: Lowering): PlanNode {
  const legs = node.InClause
    ? tableLegs(elementsOf<Expr>(node.InClause.Expressions), index => `search_arg${index}`, environment, lowering)
    : everything(node.Condition!, environment, lowering)
  if (legs.length > 0) return unite(legs, node, lowering, { inner: false, withSource: sourceColumn })
  return literalRows([{ id: lowering.newId(), name: sourceColumn, type: 'string' }], [], node, lowering)
}

/** All tables and views; if only columns are searched, those that have one of them (the page of find). */
export function everything(condition: Expr, environment: Environment, lowering: Lowering): readonly TableLeg[] {
  const all = [
    ...lowering.catalogue.names.filter(name => !isApart(name)).map(name => ({ kind: 'table' as const, name })),
    ...declaredViews(condition),
  ].map(member => memberLeg(member, condition, environment, lowering))
  return concerned(all, condition)
}

/** The tables that have one of the columns in a condition; all tables if it searches every column. */
export function concerned(legs: readonly TableLeg[], condition: Expr): readonly TableLeg[] {
  const { names, any } = columnsNamed(condition)
  if (any || names.size === 0) return legs
  return legs.filter(({ input }) =>
    visible(input).some(({ name, type }) => names.has(name) || names.has(`${name}_${type}`)),
  )
}
