import { formatDatetime, formatTimespan, maxDatetime } from '@tripline/schemas'
import { numberOf } from '../../values/dynamic-value.ts'
import { cellJson, type Json, longJson, Real, writeJson } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** The maximum length of a series (semantics 14.1). */
const mostPoints = 1_048_576

/** `count` points from `start` on, `step` apart; undefined for a series that Kusto does not create. */
function axis<Point>(count: bigint, point: (index: number) => Point, write: (point: Point) => Json): string | null {
  if (count < 0n || count > mostPoints) return null
  return writeJson(Array.from({ length: Number(count) }, (_, index) => write(point(index))))
}

const ticksAxis = (type: 'long' | 'datetime' | 'timespan', write: (point: bigint) => Json) =>
  defineUdf({
    parameters: [type, type === 'datetime' ? 'timespan' : type, 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (start: bigint, step: bigint, count: bigint) => axis(count, index => start + BigInt(index) * step, write),
  })

/**
 * The parts of `make-series` (semantics 14.1): the axis by its type, as `(start, step, count)`, and one series as `(positions,
 * values, count, default)`, where `positions` are the bins that have rows, counted from 0, and `values` their values.
 */
export const seriesBinUdfs = named({
  axis_long: ticksAxis('long', longJson),
  axis_datetime: ticksAxis('datetime', point => (point >= 0n && point <= maxDatetime ? formatDatetime(point) : null)),
  axis_timespan: ticksAxis('timespan', formatTimespan),
  axis_real: defineUdf({
    parameters: ['real', 'real', 'long'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (start: number, step: number, count: bigint) =>
      axis(
        count,
        index => start + index * step,
        point => new Real(point),
      ),
  }),
  series_of: defineUdf({
    parameters: ['dynamic', 'dynamic', 'long', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (positions: string | null, values: string | null, count: bigint | null, fallback: string | null) => {
      if (count === null || count < 0n || count > mostPoints) return null
      const series = new Array<Json>(Number(count)).fill(cellJson(fallback))
      const points = cellArray(values) ?? []
      cellArray(positions)?.forEach((position, index) => {
        const at = numberOf(position)
        if (at !== null && at >= 0 && at < series.length) series[at] = points[index] ?? null
      })
      return writeJson(series)
    },
  }),
})
