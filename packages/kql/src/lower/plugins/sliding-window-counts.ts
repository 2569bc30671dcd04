import type { ColumnType } from '@tripline/schemas'
import { reference } from '../../plan/build.ts'
import { constantOf, type Expression } from '../../plan/expression.ts'
import { refuse } from '../refusal.ts'
import type { LowerPlugin } from './plugin.ts'
import { between, timeLine } from './user-analytics.ts'
import { inWindows } from './windows-over-bins.ts'

/** The maximum number of bins in a window; each row is counted in all of them. */
const mostBins = 10_000n

/**
 * sliding_window_counts(id, time, start, end, lookback, bin): rows and ids in the window that ends with each bin (semantics
 * 18.4).
 */
export const lowerSlidingWindowCounts: LowerPlugin = (node, input, environment, lowering) => {
  const line = timeLine(node, 6, input, environment, lowering)
  const { steps, rows, id, time, type } = line
  const [start, end, lookback, size] = line.rest as [Expression, Expression, Expression, Expression]
  const [span, step] = [constantOf(lookback), constantOf(size)]
  if (typeof span !== 'bigint' || typeof step !== 'bigint' || step <= 0n || span < step || span % step !== 0n)
    return refuse(node, 'sliding-window-size')
  if (span / step > mostBins) return refuse(node, 'sliding-window-bins')

  const at = reference(time)
  const test = (name: string, left: Expression, right: Expression) => steps.call(name, [left, right], 'bool')
  const bin = steps.column('bin', type)
  const binned = steps.extend(rows, [[bin, steps.call('bin_at', [at, size, start], type)]])
  const early = test('and', test('<', at, start), test('>=', at, steps.call('-', [start, lookback], type)))
  const late = test('and', test('>', at, end), test('<=', reference(bin), end))
  const inside = between(line, at, start, end)
  const within = steps.where(binned, steps.call('within', [inside, test('or', early, late)], 'bool'))
  const { plan, window } = inWindows(within, bin, size, Number(span / step), steps, lowering)
  const closed = steps.where(plan, test('<=', reference(window), end))
  return steps.group(
    closed,
    [[steps.column(time.name, type as ColumnType), reference(window)]],
    [
      [steps.column('Count', 'long'), steps.aggregate('count', [], 'long')],
      [steps.column('Dcount', 'long'), steps.aggregate('dcount', [reference(id)], 'long')],
    ],
  )
}
