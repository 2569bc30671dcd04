import { parseTimespan } from '@tripline/schemas'
import { numberOf } from '../../values/dynamic-value.ts'
import { type Json, writeJson } from '../../values/json.ts'
import { cellArray } from '../../values/json-container.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** The rank of an element's kind: numbers, then strings, then the rest, in both directions (semantics 8.14). */
const rank = (value: Json): number => (numberOf(value) !== null ? 0 : typeof value === 'string' ? 1 : 2)

const timespan = /^-?(?:\d+\.)?\d\d:\d\d:\d\d(?:\.\d{7})?$/

/** Datetimes sort by their text; timespans of a day or more do not. */
function timespans(array: readonly Json[]): Map<Json, bigint> | undefined {
  const ticks = new Map<Json, bigint>()
  for (const item of array) {
    if (item === null) continue
    const span = typeof item === 'string' && timespan.test(item) ? parseTimespan(item) : undefined
    if (span === undefined) return undefined
    ticks.set(item, span)
  }
  return ticks
}

function ascending(array: readonly Json[]): (left: Json, right: Json) => number {
  const ticks = timespans(array)
  if (ticks) return (left, right) => compare(ticks.get(left)!, ticks.get(right)!)
  return (left, right) => {
    if (typeof left === 'string' && typeof right === 'string') return compare(left, right)
    if (typeof left === 'bigint' && typeof right === 'bigint') return compare(left, right)
    const numbers = [numberOf(left), numberOf(right)] as const
    return numbers[0] !== null && numbers[1] !== null ? compare(numbers[0], numbers[1]) : 0
  }
}

const compare = <T extends string | number | bigint>(left: T, right: T): number =>
  left < right ? -1 : left > right ? 1 : 0

/** The positions of the elements in sorted order; the sort is stable. */
function order(array: readonly Json[], direction: 1 | -1, nullsLast: boolean): number[] {
  const byValue = ascending(array)
  const positions = array.map((_, index) => index)
  return positions.sort((left, right) => {
    const [a, b] = [array[left]!, array[right]!]
    if (a === null || b === null) return a === b ? 0 : (a === null) === nullsLast ? 1 : -1
    return rank(a) - rank(b) || direction * byValue(a, b)
  })
}

/** Several arrays in the order of the first; an array of another length becomes null (semantics 8.14). */
function sorted(cells: readonly (string | null)[], direction: 1 | -1, nullsLast: boolean): string | null {
  const first = cellArray(cells[0] ?? null)
  if (first === undefined) return null
  const positions = order(first, direction, nullsLast)
  return writeJson(
    cells.map(cell => {
      const array = cellArray(cell)
      return array?.length === first.length ? positions.map(position => array[position]!) : null
    }),
  )
}

const sort = (direction: 1 | -1) =>
  defineUdf({
    parameters: ['bool'],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: (nullsLast: boolean | null, ...cells: readonly (string | null)[]) => {
      if (nullsLast === null) throw refusedValue('unsettled-call', 'a sort of arrays with null for the side of nulls')
      return sorted(cells, direction, nullsLast)
    },
  })

/** `(nulls_last, array1, …)` -> the array of the sorted arrays; KQL makes a column of each. */
export const arraySortUdfs = named({ array_sort_asc: sort(1), array_sort_desc: sort(-1) })
