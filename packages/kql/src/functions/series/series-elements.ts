import { numberOf } from '../../values/dynamic-value.ts'
import { cellJson, type Json, jsonCell, longJson, Real } from '../../values/json.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named, type Udf } from '../../values/udf.ts'
import { elementNumber, finite, seriesOf } from './series-numbers.ts'

type Long = number | bigint

const isLong = (value: Json): value is Long => typeof value === 'number' || typeof value === 'bigint'

/** An operation on two numbers; two longs yield a long if `longs` is given. */
interface Operation {
  readonly longs?: (left: bigint, right: bigint) => bigint
  readonly numbers: (left: number, right: number) => number | boolean
  /** A result that is not finite is settled. */
  readonly keepsInfinities?: true
}

function operate(call: string, { longs, numbers, keepsInfinities }: Operation, left: Json, right: Json): Json {
  const [x, y] = [elementNumber(left, call), elementNumber(right, call)]
  if (x === null || y === null) return null
  if (longs && isLong(left) && isLong(right)) return wholeResult(call, longs(BigInt(left), BigInt(right)))
  const result = numbers(x, y)
  return typeof result === 'boolean' ? result : new Real(keepsInfinities ? result : finite(result, call))
}

function wholeResult(call: string, result: bigint): Json {
  if (BigInt.asIntN(64, result) !== result) throw refusedValue('unsettled-call', `${call} beyond the range of a long`)
  return longJson(result)
}

/** Element by element, where a single number stands for an array of it; null where either side has no number. */
function combine(call: string, operation: Operation, cells: readonly (string | null)[]): Json {
  const sides = cells.map(cellJson)
  const lengths = sides.flatMap(side => (Array.isArray(side) ? [side.length] : []))
  if (lengths.length === 0 || sides.some(side => !Array.isArray(side) && numberOf(side) === null))
    throw refusedValue('not-a-series', call)
  const element = (side: Json, index: number): Json => (Array.isArray(side) ? (side[index] ?? null) : side)
  return Array.from({ length: Math.max(...lengths) }, (_, index) =>
    operate(call, operation, element(sides[0]!, index), element(sides[1]!, index)),
  )
}

const apply = (call: string, act: (value: number) => number, value: Json): Json => {
  const number = elementNumber(value, call)
  return number === null ? null : new Real(finite(act(number), call))
}

const absolute = (call: string, value: Json): Json =>
  isLong(value) ? wholeResult(call, value < 0 ? -BigInt(value) : BigInt(value)) : apply(call, Math.abs, value)

/** By name; `x` and `y` are elements at the same position. */
const ofPairs = {
  series_add: { numbers: (x, y) => x + y, longs: (x, y) => x + y },
  series_subtract: { numbers: (x, y) => x - y, longs: (x, y) => x - y },
  series_multiply: { numbers: (x, y) => x * y, longs: (x, y) => x * y },
  // Always real, so 2/0 is infinite (series_divide's page).
  series_divide: { numbers: (x, y) => x / y, keepsInfinities: true },
  series_pow: { numbers: (x, y) => x ** y },
  series_less: { numbers: (x, y) => x < y },
  series_less_equals: { numbers: (x, y) => x <= y },
  series_greater: { numbers: (x, y) => x > y },
  series_greater_equals: { numbers: (x, y) => x >= y },
  series_equals: { numbers: (x, y) => x === y },
  series_not_equals: { numbers: (x, y) => x !== y },
} satisfies Readonly<Record<string, Operation>>

const ofNumbers = {
  series_acos: Math.acos,
  series_asin: Math.asin,
  series_atan: Math.atan,
  series_ceiling: Math.ceil,
  series_cos: Math.cos,
  series_exp: Math.exp,
  series_floor: Math.floor,
  series_log: Math.log,
  series_sign: Math.sign,
  series_sin: Math.sin,
  series_tan: Math.tan,
} satisfies Readonly<Record<string, (value: number) => number>>

const eachElement = (act: (call: string, value: Json) => Json, call: string) =>
  defineUdf({
    parameters: ['dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (cell: string | null) => jsonCell(seriesOf(cell, call).map(value => act(call, value))),
  })

const eachPair = (operation: Operation, call: string) =>
  defineUdf({
    parameters: ['dynamic', 'dynamic'],
    result: 'dynamic',
    nulls: 'receive',
    call: (...cells: readonly (string | null)[]) => jsonCell(combine(call, operation, cells)),
  })

const byName = <Name extends string, Definition>(
  definitions: Readonly<Record<Name, Definition>>,
  define: (definition: Definition, call: string) => Omit<Udf, 'name'>,
): Readonly<Record<Name, Omit<Udf, 'name'>>> =>
  Object.fromEntries(
    Object.entries<Definition>(definitions).map(([name, definition]) => [name, define(definition, `${name}()`)]),
  ) as Record<Name, Omit<Udf, 'name'>>

/** Element-wise functions of numeric arrays (semantics 14.4). */
export const seriesElementUdfs = named({
  ...byName({ series_abs: absolute }, eachElement),
  ...byName(ofNumbers, (act, call) => eachElement((_, value) => apply(call, act, value), call)),
  ...byName<keyof typeof ofPairs, Operation>(ofPairs, eachPair),
})
