import { cellJson, type Json, jsonCell, longJson, Real } from '../../values/json.ts'
import { numberOf } from '../../values/json-value.ts'
import { defineUdf, type Udf } from '../udf.ts'

type Long = number | bigint

const isLong = (value: Json): value is Long => typeof value === 'number' || typeof value === 'bigint'

/** What happens to two numbers: longs stay long where `longs` says how. */
interface Operation {
  readonly longs?: (left: bigint, right: bigint) => bigint
  readonly numbers: (left: number, right: number) => number | boolean
}

const operations: Readonly<Record<string, Operation>> = {
  add: { longs: (x, y) => x + y, numbers: (x, y) => x + y },
  subtract: { longs: (x, y) => x - y, numbers: (x, y) => x - y },
  multiply: { longs: (x, y) => x * y, numbers: (x, y) => x * y },
  // Always real, so 2/0 is infinite (series_divide's page).
  divide: { numbers: (x, y) => x / y },
  pow: { numbers: (x, y) => x ** y },
  less: { numbers: (x, y) => x < y },
  less_equals: { numbers: (x, y) => x <= y },
  greater: { numbers: (x, y) => x > y },
  greater_equals: { numbers: (x, y) => x >= y },
  equals: { numbers: (x, y) => x === y },
  not_equals: { numbers: (x, y) => x !== y },
}

function operate({ longs, numbers }: Operation, left: Json, right: Json): Json {
  if (longs && isLong(left) && isLong(right)) return longJson(BigInt.asIntN(64, longs(BigInt(left), BigInt(right))))
  const [x, y] = [numberOf(left), numberOf(right)]
  if (x === null || y === null) return null
  const result = numbers(x, y)
  return typeof result === 'number' ? new Real(result) : result
}

/** Element by element, a number standing for an array of it; an element without a number on both sides is null. */
function combine(operation: Operation, left: Json, right: Json): Json {
  const lengths = [left, right].map(side => (Array.isArray(side) ? side.length : 0))
  if (!Array.isArray(left) && !Array.isArray(right)) return null
  const element = (side: Json, index: number): Json => (Array.isArray(side) ? (side[index] ?? null) : side)
  return Array.from({ length: Math.max(...lengths) }, (_, index) =>
    operate(operation, element(left, index), element(right, index)),
  )
}

const functions: Readonly<Record<string, (value: number) => number | null>> = {
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  ceiling: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  floor: Math.floor,
  // The logarithm of a negative number is null (semantics 5.10).
  log: value => (value < 0 ? null : Math.log(value)),
  sign: value => (Number.isNaN(value) ? 0 : Math.sign(value)),
  sin: Math.sin,
  tan: Math.tan,
}

function apply(act: (value: number) => number | null, value: Json): Json {
  const number = numberOf(value)
  const result = number === null ? null : act(number)
  return result === null ? null : new Real(result)
}

function absolute(value: Json): Json {
  if (isLong(value)) return value < 0 ? longJson(BigInt.asIntN(64, -BigInt(value))) : value
  return apply(Math.abs, value)
}

const ofEach = (name: string, act: (value: Json) => Json): Udf =>
  defineUdf({
    name: `series_${name}`,
    parameters: ['dynamic'],
    result: 'dynamic',
    nulls: 'propagate',
    call: (cell: string) => {
      const series = cellJson(cell)
      return Array.isArray(series) ? jsonCell(series.map(act)) : null
    },
  })

/** Functions that work on numeric arrays element by element (semantics 14.4). */
export const seriesElementUdfs: readonly Udf[] = [
  ...Object.entries(operations).map(([name, operation]) =>
    defineUdf({
      name: `series_${name}`,
      parameters: ['dynamic', 'dynamic'],
      result: 'dynamic',
      nulls: 'propagate',
      call: (left: string, right: string) => jsonCell(combine(operation, cellJson(left), cellJson(right))),
    }),
  ),
  ...Object.entries(functions).map(([name, act]) => ofEach(name, value => apply(act, value))),
  ofEach('abs', absolute),
]
