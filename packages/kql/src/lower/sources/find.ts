import type { ColumnType } from '@tripline/schemas'
import { columnsOf, type Expr, elementsOf, is, type Nodes, parametersOf, spanOf } from '../../frontend/syntax.ts'
import { convertible } from '../../functions/conversion/convert.ts'
import { columnNamed, project, reference } from '../../plan/build.ts'
import { type Expression, literal, missing } from '../../plan/expression.ts'
import { type PlanNode, type UnionLeg, visible } from '../../plan/node.ts'
import type { Environment } from '../environment.ts'
import type { Lowering } from '../lowering.ts'
import { concerned, everything } from '../operators/search.ts'
import { columnsNamed, searchPredicate } from '../operators/search-predicate.ts'
import { isEmpty } from '../operators/union.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { type Steps, stepsAt } from '../steps.ts'
import { literalRows } from './literal-rows.ts'
import { refuseForeign, type TableLeg, tableLegs } from './table-leg.ts'

type Find = Nodes['FindOperator']

/** A column of the result: a column of the tables, or the bag of their remaining columns. */
interface Output {
  readonly name: string
  readonly type: ColumnType
  readonly at: Expr
  readonly pack?: true
}

/** find: the rows of many tables that match a condition, in one set of columns (semantics 17.7). */
export function lowerFind(node: Find, environment: Environment, lowering: Lowering): PlanNode {
  if (node.DataScope) return refuse(node.DataScope, 'scope-of-data')
  if ([...parametersOf(node).keys()].some(name => name !== 'withsource')) return refuse(node, 'find-option')
  const [sourceName, ...bound] = columnsOf(node.ResultType)
  const legs = foundIn(node, environment, lowering)
  refuseForeign(legs, node)
  const outputs = outputsOf(node, bound, legs)
  checkTypes(node, outputs, legs)
  const steps = stepsAt(spanOf(node), lowering)
  const source = steps.column(sourceName!.name, 'string')
  const columns = outputs.map(({ name, type }) => steps.column(name, type))
  const named = columnsNamed(node.Condition!).names
  const sought = legs.flatMap(({ input }) =>
    visible(input).flatMap(({ name, type }) => (named.has(name) ? [[name, type] as const] : [])),
  )
  const others = [...new Map(sought)]
  const found = legs
    .filter(({ input }, index) => index === 0 || !isEmpty(input))
    .map(({ input, source: label }): UnionLeg => {
      const rows = matching(node, input, others, environment, lowering, steps)
      const shown = outputs.map(
        output => [steps.column(output.name, output.type), shownBy(output, input, rows, outputs, steps)] as const,
      )
      const assignments = shown.map(([{ id }, expression]) => ({ id, expression }))
      const leg = project(
        rows,
        assignments,
        shown.map(([column]) => column),
        spanOf(node),
      )
      return { input: leg, source: label, ids: [undefined, ...leg.columns.map(({ id }) => id)] }
    })
  const all = [source, ...columns]
  if (found.length === 0) return literalRows(all, [], node, lowering)
  return {
    op: 'union',
    legs: found,
    withSource: source.id,
    columns: all,
    order: [],
    serialized: false,
    span: spanOf(node),
  }
}

function foundIn(node: Find, environment: Environment, lowering: Lowering): readonly TableLeg[] {
  const condition = node.Condition!
  if (!node.InClause) return everything(condition, environment, lowering)
  const unnamed = () => refuse(node.InClause!, 'find-unnamed-table')
  return concerned(tableLegs(elementsOf<Expr>(node.InClause.Expressions), unnamed, environment, lowering), condition)
}

function outputsOf(node: Find, bound: ReturnType<typeof columnsOf>, legs: readonly TableLeg[]): readonly Output[] {
  const written = elementsOf<Expr>(node.Project?.Columns)
  const packs = written.some(element => is(element, 'PackExpression'))
  if (packs && written.length > 1) return refuse(node.Project!, 'find-pack-after-columns')
  if (node.Project ? bound.length !== written.length : bound.length === 0 && legs.length > 0)
    return refuse(node, 'columns-unmatched', 'find')
  const isPack = (index: number) =>
    node.Project ? packs : index === bound.length - 1 && bound[index]!.name === 'pack_'
  return bound.map(
    ({ name, type }, index): Output => ({
      name,
      type: type ?? 'dynamic',
      at: written[index] ?? node,
      ...(isPack(index) && { pack: true }),
    }),
  )
}

/**
 * A name with several types: the condition applies to each of them, and the result splits; only an explicit type avoids that.
 */
function checkTypes(node: Find, outputs: readonly Output[], legs: readonly TableLeg[]): void {
  const made = [columnsOf(node.ResultType)[0]!, ...outputs.filter(({ pack }) => pack)]
  const taken = made.find(({ name }) => legs.some(({ input }) => columnNamed(input, name)))
  if (taken) refuse(node, 'find-column-taken', taken.name)
  const typesOf = (name: string) =>
    new Set(legs.flatMap(({ input }) => visible(input).flatMap(column => (column.name === name ? [column.type] : []))))
  const several = (name: string) => typesOf(name).size > 1
  for (const name of columnsNamed(node.Condition!).names) {
    if (several(name)) refuse(node.Condition!, 'find-mixed-condition', name)
  }
  for (const { name, type, at, pack } of outputs) {
    if (pack) continue
    const typed = is(at, 'TypedColumnReference')
    if (several(name) && !typed) refuse(at, 'find-mixed-column', name)
    const lost = [...typesOf(name)].find(
      from => from !== type && !(convertible(from, type) && type !== 'dynamic' && from !== 'dynamic'),
    )
    if (lost) refuse(at, 'find-column-type', name, type, lost)
  }
}

/** The matching rows of one table; columns that only other tables have are missing. */
function matching(
  node: Find,
  input: PlanNode,
  others: readonly (readonly [string, ColumnType])[],
  environment: Environment,
  lowering: Lowering,
  steps: Steps,
): PlanNode {
  const lacking = others.filter(([name]) => !columnNamed(input, name))
  const added = lacking.map(([name, type]) => [steps.column(name, type), missing(type)] as const)
  const scope = rowScope(steps.extend(input, added), environment)
  const predicate = searchPredicate(node.Condition!, scope, visible(input), lowering, false)
  return steps.where(scope.input.plan, predicate)
}

/** The value of a row in a column of the result. */
function shownBy(
  output: Output,
  table: PlanNode,
  rows: PlanNode,
  outputs: readonly Output[],
  steps: Steps,
): Expression {
  const { name, type } = output
  if (output.pack) {
    const rest = visible(table).filter(column => !outputs.some(other => other.name === column.name))
    const members = rest.flatMap(column => [literal('string', column.name), reference(column)])
    return steps.call('bag_pack', members, 'dynamic')
  }
  const column = columnNamed(rows, name)
  if (!column) return missing(type)
  return column.type === type ? reference(column) : steps.call(`to${type}`, [reference(column)], type)
}
