import { formatDatetime, formatTimespan, maxDatetime } from '@tripline/schemas'
import { type Json, longJson, Real, writeJson } from '../../values/json.ts'
import { dynamicUdf, named } from '../../values/udf.ts'

/** `range` silently stops here (semantics 8.17). */
const mostElements = 1_048_576

/** From `start` to `stop` inclusive; null for a step of zero, which would never end. */
function ticks(start: bigint, stop: bigint, step: bigint, element: (value: bigint) => Json): string | null {
  if (step === 0n) return null
  const items: Json[] = []
  for (let at = start; step > 0n ? at <= stop : at >= stop; at += step) {
    if (items.length === mostElements) break
    items.push(element(at))
  }
  return writeJson(items)
}

function reals(start: number, stop: number, step: number): string | null {
  if (step === 0 || ![start, stop, step].every(Number.isFinite)) return null
  const items: Json[] = []
  for (let at = start; step > 0 ? at <= stop : at >= stop; at = start + items.length * step) {
    if (items.length === mostElements) break
    items.push(new Real(at))
  }
  return writeJson(items)
}

/** `range(start, stop, step)` by the type of its elements; the caller fills in a step that the query omits. */
export const sequenceUdfs = named({
  range_long: dynamicUdf(['long', 'long', 'long'], (start, stop, step) => ticks(start, stop, step, longJson)),
  range_real: dynamicUdf(['real', 'real', 'real'], reals),
  range_datetime: dynamicUdf(['datetime', 'datetime', 'timespan'], (start: bigint, stop: bigint, step: bigint) =>
    ticks(start, stop < maxDatetime ? stop : maxDatetime, step, formatDatetime),
  ),
  range_timespan: dynamicUdf(['timespan', 'timespan', 'timespan'], (start, stop, step) =>
    ticks(start, stop, step, formatTimespan),
  ),
})
