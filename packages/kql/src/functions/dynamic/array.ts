import { identity, numberOf, tostringOf } from '../../values/dynamic-value.ts'
import { cellJson, type Json, jsonCell, writeJson } from '../../values/json.ts'
import { cellArray, cellArrays } from '../../values/json-container.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, dynamicUdf, named } from '../../values/udf.ts'

type ArrayFunction = (array: readonly Json[]) => Json | undefined

const withArray = (cell: string | null, act: ArrayFunction): string | null => {
  const array = cellArray(cell)
  return array === undefined ? null : jsonCell(act(array))
}

/** A position, counted from the end if negative. */
const fromEnd = (position: number, length: number): number => (position < 0 ? length + position : position)

/** `array_slice`: both ends inclusive, negative ones count from the end, positions outside are ignored (8.13). */
const slice = (array: readonly Json[], start: number, end: number): Json[] =>
  array.slice(Math.max(0, fromEnd(start, array.length)), Math.max(0, fromEnd(end, array.length) + 1))

/** The arrays between the indices; each index starts the next array (semantics 8.13). */
function split(array: readonly Json[], indices: readonly number[]): Json[][] {
  const cuts = indices.map(index => fromEnd(index, array.length))
  return [0, ...cuts].map((from, part) => array.slice(Math.max(0, from), Math.max(0, cuts[part] ?? array.length)))
}

const rotate = (array: readonly Json[], left: number): Json[] => {
  const by = array.length === 0 ? 0 : ((left % array.length) + array.length) % array.length
  return [...array.slice(by), ...array.slice(0, by)]
}

/** New elements are `fill`; if that is not given, null, or '' in an array of strings (array_shift_left's page). */
function shift(array: readonly Json[], left: number, fill: Json): Json[] {
  const count = Math.min(Math.abs(left), array.length)
  const strings = array.length > 0 && array.every(item => typeof item === 'string')
  const added = new Array<Json>(count).fill(fill === null && strings ? '' : fill)
  return left >= 0 ? [...array.slice(count), ...added] : [...added, ...array.slice(0, array.length - count)]
}

/**
 * Position of the `occurrence`th element equal to `value` among `length` (-1: all) from `start` on, which counts from the end
 * if negative; -1 if there is none (semantics 8.13).
 */
function indexOf(
  array: readonly Json[],
  value: Json,
  start: number,
  length: number,
  occurrence: number,
): number | null {
  if (length < -1 || occurrence < 0) return null
  const sought = identity(value)
  const from = Math.max(0, fromEnd(start, array.length))
  const end = length === -1 ? array.length : Math.min(array.length, from + length)
  let left = occurrence
  for (let at = from; at < end; at++) if (identity(array[at]!) === sought && --left === 0) return at
  return -1
}

/** The truth value of a condition element: only booleans and numbers have one (semantics 8.13). */
function truth(condition: Json): boolean | null {
  if (typeof condition === 'boolean') return condition
  const number = numberOf(condition)
  return number === null ? null : number !== 0
}

/** `array_iff`: scalars are repeated, missing elements are null (semantics 8.13). */
function choose(conditions: readonly Json[], whenTrue: Json, whenFalse: Json): Json[] {
  const element = (source: Json, index: number): Json => (Array.isArray(source) ? (source[index] ?? null) : source)
  return conditions.map((condition, index) => {
    const decided = truth(condition)
    return decided === null ? null : element(decided ? whenTrue : whenFalse, index)
  })
}

/** The sum of an array's numbers, ignoring nulls; null if there are none or if it contains anything else (semantics 8.13). */
function sum(array: readonly Json[]): number | null {
  if (array.length === 0) return null
  const numbers = array.filter(item => item !== null).map(numberOf)
  if (numbers.length === 0) throw refusedValue('sum-of-nulls')
  return numbers.includes(null) ? null : (numbers as number[]).reduce((total, number) => total + number)
}

/** `array_concat`: the arrays in sequence, skipping nulls (semantics 8.13). */
function concat(...cells: readonly (string | null)[]): string | null {
  const arrays = cells.filter(cell => cell !== null).map(cell => cellArray(cell))
  if (arrays.length > 0 && arrays.every(array => array !== undefined)) return writeJson(arrays.flat())
  const what = arrays.length === 0 ? 'nulls alone' : 'a value that is not an array'
  throw refusedValue('concat-argument', what)
}

/** `zip`: shorter arrays are padded with null (semantics 8.17). */
const zip = (arrays: readonly (readonly Json[])[]): Json[] =>
  Array.from({ length: Math.max(0, ...arrays.map(array => array.length)) }, (_, index) =>
    arrays.map(array => array[index] ?? null),
  )

/** The maximum number of elements (semantics 8.17, 10.8). */
const mostElements = 1_048_576

/** `repeat`: null for a negative count. */
const repeat = (value: Json, count: number): Json | null =>
  count < 0 ? null : new Array<Json>(Math.min(count, mostElements)).fill(value)

/**
 * Array functions. An omitted optional argument is null; scalars of any type arrive as dynamics. If an argument that should be
 * an array is not one, the result is null.
 */
export const arrayUdfs = named({
  array_concat: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    call: concat,
  }),
  array_iff: defineUdf({
    parameters: ['dynamic', 'dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (conditions: string | null, whenTrue: string | null, whenFalse: string | null) =>
      withArray(conditions, array => choose(array, cellJson(whenTrue), cellJson(whenFalse))),
  }),
  array_index_of: defineUdf({
    parameters: ['dynamic', 'dynamic', 'long', 'long', 'long'],
    result: 'long',
    nulls: 'receive',
    call: (
      cell: string | null,
      value: string | null,
      start: bigint | null,
      length: bigint | null,
      occurrence: bigint | null,
    ) => {
      const array = cellArray(cell)
      if (array === undefined) return null
      const found = indexOf(array, cellJson(value), Number(start ?? 0), Number(length ?? -1), Number(occurrence ?? 1))
      return found === null ? null : BigInt(found)
    },
  }),
  array_reverse: dynamicUdf(['dynamic'], (cell: string) => withArray(cell, array => array.toReversed())),
  array_rotate_left: dynamicUdf(['dynamic', 'long'], (cell: string, by: bigint) =>
    withArray(cell, array => rotate(array, Number(by))),
  ),
  array_rotate_right: dynamicUdf(['dynamic', 'long'], (cell: string, by: bigint) =>
    withArray(cell, array => rotate(array, -Number(by))),
  ),
  array_shift_left: defineUdf({
    parameters: ['dynamic', 'long', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, by: bigint | null, fill: string | null) =>
      by === null ? null : withArray(cell, array => shift(array, Number(by), cellJson(fill))),
  }),
  array_shift_right: defineUdf({
    parameters: ['dynamic', 'long', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null, by: bigint | null, fill: string | null) =>
      by === null ? null : withArray(cell, array => shift(array, -Number(by), cellJson(fill))),
  }),
  array_slice: dynamicUdf(['dynamic', 'long', 'long'], (cell: string, start: bigint, end: bigint) =>
    withArray(cell, array => slice(array, Number(start), Number(end))),
  ),
  array_split: dynamicUdf(['dynamic', 'dynamic'], (cell: string, at: string) => {
    const value = cellJson(at)
    const indices = (Array.isArray(value) ? value : [value]).map(numberOf)
    if (!indices.every(Number.isInteger)) throw refusedValue('unsettled-value', 'array_split()', 2, shownValue(at))
    return withArray(cell, array => split(array, indices as number[]))
  }),
  array_sum: defineUdf({
    parameters: ['dynamic'],
    result: 'real',
    nulls: 'propagate',
    call: (cell: string) => {
      const array = cellArray(cell)
      return array === undefined ? null : sum(array)
    },
  }),
  pack_array: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'receive',
    // The cells are already JSON.
    call: (...cells: readonly (string | null)[]) => `[${cells.map(cell => cell ?? 'null').join(',')}]`,
  }),
  zip: defineUdf({
    parameters: [],
    rest: 'dynamic',
    result: 'dynamic',
    nulls: 'propagate',
    call: (...cells: readonly string[]) => {
      const arrays = cellArrays(cells)
      return arrays === undefined ? null : writeJson(zip(arrays))
    },
  }),
  repeat: defineUdf({
    parameters: ['dynamic', 'long'],
    result: 'dynamic',
    nulls: 'receive',
    call: (value: string | null, count: bigint | null) =>
      count === null ? null : jsonCell(repeat(cellJson(value), Number(count))),
  }),
  strcat_array: defineUdf({
    parameters: ['dynamic', 'string'],
    result: 'string',
    nulls: 'receive',
    // A null element is '', and anything but an array is its own text (semantics 4.7).
    call: (cell: string | null, delimiter: string | null) =>
      cell === null ? '' : (cellArray(cell) ?? [cellJson(cell)]).map(tostringOf).join(delimiter ?? ''),
  }),
})
