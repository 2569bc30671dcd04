import type { ColumnType } from '@tripline/schemas'
import { spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { constantOf, type Expression, literal, missing } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode, Union } from '../../plan/node.ts'
import { refuse } from '../refusal.ts'
import { type RowScope, rowScope } from '../scope.ts'
import { stepsAt } from '../steps.ts'
import { aggregateOf, keyOf, levelGroups, lowerIn, type TopNestedLevels, topGroups } from './top-nested-levels.ts'

/**
 * The groups that top-nested keeps, and for each level the rows that it leaves out, as one row per parent, if that level or one
 * below it has `with others`. In that row, levels with `with others` show their constant and the total of the rows left out,
 * the others nothing (semantics 13.8).
 */
export function withOthers(kept: PlanNode, levels: TopNestedLevels): Union {
  const last = levels.clauses.findLastIndex(({ WithOthersClause }) => WithOthersClause)
  const labels = levels.clauses.map((_, index) => labelOf(levels, index, kept.columns[index * 2]!))
  const legs = [kept, ...labels.slice(0, last + 1).map((_, index) => leftOut(levels, index, labels, kept))]
  return {
    op: 'union',
    legs: legs.map(input => ({ input, ids: input.columns.map(({ id }) => id), source: '' })),
    columns: kept.columns.map(column => ({ ...column, id: levels.lowering.newId() })),
    order: [],
    serialized: false,
    span: spanOf(levels.node),
  }
}

/** The constant of `with others`, which the documentation has only as a text among texts. */
function labelOf({ clauses, environment, lowering }: TopNestedLevels, index: number, key: PlanColumn) {
  const clause = clauses[index]!.WithOthersClause
  if (!clause) return undefined
  const label = constantOf(lowering.expression(clause.Expression!, { environment }))
  return typeof label === 'string' && key.type === 'string' ? label : refuse(clause, 'top-nested-others')
}

/** The rows that a level leaves out, totalled for each parent, in the columns of `kept`. */
function leftOut(
  levels: TopNestedLevels,
  index: number,
  labels: readonly (string | undefined)[],
  kept: PlanNode,
): PlanNode {
  const { clauses, environment, lowering, node } = levels
  // Without a number, a level leaves nothing out.
  if (!clauses[index]!.Expression) return refuse(clauses[index]!, 'top-nested-none-left')
  const steps = stepsAt(spanOf(node), lowering)
  const scopeOf = (plan: PlanNode): RowScope => ({ ...rowScope(plan, environment), grouped: true })
  const computed = (expression: Expression) =>
    [steps.column(lowering.newId(), expression.type as ColumnType), expression] as const
  const equal = (left: readonly PlanColumn[], right: readonly PlanColumn[]) =>
    left.map((column, at) => ({ left: reference(column), right: reference(right[at]!) }))

  const all = scopeOf(levels.rows())
  const keys = clauses.slice(0, index + 1).map(clause => computed(keyOf(all, lowering, clause.OfExpression!)))
  const rows = steps.extend(all.input.plan, keys)
  const level = levelGroups(levels, index)
  const onKeys = equal(
    keys.map(([key]) => key),
    level.keys,
  )
  const out = scopeOf(steps.join('leftanti', rows, level.plan, onKeys))
  const parentKeys = out.input.plan.columns.slice(-keys.length, -1).map(key => computed(reference(key)))
  const count = computed(steps.aggregate('count', [], 'long'))
  const totals = clauses.flatMap((clause, at) =>
    at >= index && labels[at] !== undefined ? [computed(lowerIn(out, lowering, aggregateOf(clause)))] : [],
  )
  const groups = steps.group(out.input.plan, parentKeys, [count, ...totals])
  const parents = index === 0 ? undefined : topGroups(levels, index)
  const joined = parents
    ? steps.join(
        'leftouter',
        project(parents.plan, [], parents.shown, spanOf(node)),
        groups,
        equal(
          parents.keys,
          parentKeys.map(([key]) => key),
        ),
      )
    : groups

  const [counted, ...totalled] = joined.columns.slice(index * 3)
  const known = steps.where(joined, steps.call('is_left_out', [reference(counted!)], 'bool'))
  const shown = clauses.flatMap((_, at): Expression[] => {
    if (at < index) return joined.columns.slice(at * 2, at * 2 + 2).map(reference)
    const label = labels[at]
    if (label !== undefined) return [literal('string', label), reference(totalled.shift()!)]
    return kept.columns.slice(at * 2, at * 2 + 2).map(({ type }) => missing(type as ColumnType))
  })
  const columns = kept.columns.map(column => ({ ...column, id: lowering.newId() }))
  const assignments = columns.map(({ id }, at) => ({ id, expression: shown[at]! }))
  return project(known, assignments, columns, spanOf(node))
}
