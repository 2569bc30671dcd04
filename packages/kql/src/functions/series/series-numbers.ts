import { numberOf } from '../../values/dynamic-value.ts'
import type { Json } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { refusedValue } from '../../values/refused-value.ts'

/** The elements of a series. What functions of series make of anything but an array is not settled. */
export function seriesOf(cell: string | null, call: string): readonly Json[] {
  const series = cellArray(cell)
  if (series === undefined) throw refusedValue('not-a-series', call)
  return series
}

/** NaN and infinities inside a dynamic (semantics 7.4). */
const notFinite: ReadonlySet<Json> = new Set(['NaN', 'Infinity', '-Infinity'])

/** The number of an element, null for anything else. NaN and infinities are refused. */
export function elementNumber(element: Json | undefined, call: string): number | null {
  if (notFinite.has(element ?? null)) throw refusedValue('unsettled-call', `${call} of NaN or an infinity`)
  return numberOf(element)
}

/** The elements of a series of numbers alone, at least one. */
export function numbersOf(cell: string | null, call: string): readonly number[] {
  const numbers = seriesOf(cell, call).map(element => elementNumber(element, call))
  if (numbers.length === 0 || numbers.includes(null)) throw refusedValue('no-numbers', call)
  return numbers as readonly number[]
}

/** A result, unless it is not finite. */
export function finite(result: number, call: string): number {
  if (!Number.isFinite(result)) throw refusedValue('unsettled-call', `${call} without a finite result`)
  return result
}
