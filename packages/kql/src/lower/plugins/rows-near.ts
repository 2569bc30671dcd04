import { type Expr, elementsOf, spanOf } from '../../frontend/syntax.ts'
import { project, reference } from '../../plan/build.ts'
import { type Expand, type PlanColumn, visible } from '../../plan/node.ts'
import { ordered } from '../carry-columns.ts'
import { settled } from '../expressions/settled.ts'
import { refuse } from '../refusal.ts'
import { rowScope } from '../scope.ts'
import { sharePlan } from '../share-plan.ts'
import { stepsAt } from '../steps.ts'
import type { LowerPlugin } from './plugin.ts'
import { callOf } from './plugin-arguments.ts'

/**
 * rows_near(condition, before[, after]): rows within that many rows of one for which the condition is true (semantics 18.4).
 */
export const lowerRowsNear: LowerPlugin = (node, input, environment, lowering) => {
  const span = spanOf(node)
  if (!input.serialized) return refuse(node, 'rows-near-order')
  const steps = stepsAt(span, lowering)
  const [condition, before, after = before] = elementsOf<Expr>(callOf(node).ArgumentList?.Expressions) as [
    Expr,
    Expr,
    Expr?,
  ]
  const scope = rowScope(input, environment)
  const order = ordered(scope.input)
  const number = scope.input.hoist(
    { op: 'window', name: 'row_number', args: [], type: 'long', partition: [], order, span },
    lowering.newId(),
  )
  const rank = steps.column('rank', 'long')
  const all = sharePlan(steps.extend(scope.input.plan, [[rank, number]]), lowering)
  const rankIn = (columns: readonly PlanColumn[]) => reference(columns.findLast(column => !column.hidden)!)

  const seen = rowScope(all(), environment)
  const predicate = lowering.expression(condition, seen)
  const matching = steps.where(seen.input.plan, predicate)
  const [least, most] = [before, after].map(argument => {
    const count = lowering.expression(argument, { environment })
    return settled(count, ['null', 'negative', 'extreme'], 'rows_near with a number of rows of', argument)
  })
  const at = rankIn(matching.columns)
  const near = steps.column('near', 'long')
  const neighbours: Expand = {
    op: 'expand',
    input: matching,
    expansions: [
      {
        id: near.id,
        array: steps.call(
          'range',
          [steps.call('-', [at, least!], 'long'), steps.call('+', [at, most!], 'long')],
          'dynamic',
        ),
        type: 'long',
        bags: 'array',
      },
    ],
    index: lowering.newId(),
    columns: [near],
    order: [],
    serialized: false,
    span,
  }
  const output = all()
  const kept = steps.where(output, {
    op: 'membership',
    subject: rankIn(output.columns),
    plan: neighbours,
    column: near.id,
    columnType: 'long',
    fold: false,
    negated: false,
    type: 'bool',
    span,
  })
  return { ...project(kept, [], visible(kept).slice(0, -1), span), serialized: true }
}
