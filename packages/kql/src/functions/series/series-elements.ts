import { cellJson, type Json, jsonCell, longJson, Real } from '../../values/json.ts'
import { numberOf } from '../../values/json-value.ts'
import { dynamicUdf, named } from '../../values/udf.ts'

type Long = number | bigint

const isLong = (value: Json): value is Long => typeof value === 'number' || typeof value === 'bigint'

/** An operation on two numbers; two longs yield a long if `longs` is given. */
interface Operation {
  readonly longs?: (left: bigint, right: bigint) => bigint
  readonly numbers: (left: number, right: number) => number | boolean
}

function operate({ longs, numbers }: Operation, left: Json, right: Json): Json {
  if (longs && isLong(left) && isLong(right)) return longJson(BigInt.asIntN(64, longs(BigInt(left), BigInt(right))))
  const [x, y] = [numberOf(left), numberOf(right)]
  if (x === null || y === null) return null
  const result = numbers(x, y)
  return typeof result === 'number' ? new Real(result) : result
}

/** Element by element, where a single number stands for an array of it; null where either side has no number. */
function combine(operation: Operation, left: Json, right: Json): Json {
  const lengths = [left, right].map(side => (Array.isArray(side) ? side.length : 0))
  if (!Array.isArray(left) && !Array.isArray(right)) return null
  const element = (side: Json, index: number): Json => (Array.isArray(side) ? (side[index] ?? null) : side)
  return Array.from({ length: Math.max(...lengths) }, (_, index) =>
    operate(operation, element(left, index), element(right, index)),
  )
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

const ofPairs = (numbers: Operation['numbers'], longs?: Operation['longs']) =>
  dynamicUdf(['dynamic', 'dynamic'], (left, right) =>
    jsonCell(combine({ numbers, ...(longs && { longs }) }, cellJson(left), cellJson(right))),
  )

const ofElements = (act: (value: Json) => Json) =>
  dynamicUdf(['dynamic'], cell => {
    const series = cellJson(cell)
    return Array.isArray(series) ? jsonCell(series.map(act)) : null
  })

const ofNumbers = (act: (value: number) => number | null) => ofElements(value => apply(act, value))

/** Element-wise functions of numeric arrays (semantics 14.4). */
export const seriesElementUdfs = named({
  series_abs: ofElements(absolute),
  series_acos: ofNumbers(Math.acos),
  series_asin: ofNumbers(Math.asin),
  series_atan: ofNumbers(Math.atan),
  series_ceiling: ofNumbers(Math.ceil),
  series_cos: ofNumbers(Math.cos),
  series_exp: ofNumbers(Math.exp),
  series_floor: ofNumbers(Math.floor),
  // The logarithm of a negative number is null (semantics 5.10).
  series_log: ofNumbers(value => (value < 0 ? null : Math.log(value))),
  series_sign: ofNumbers(value => (Number.isNaN(value) ? 0 : Math.sign(value))),
  series_sin: ofNumbers(Math.sin),
  series_tan: ofNumbers(Math.tan),
  series_add: ofPairs(
    (x, y) => x + y,
    (x, y) => x + y,
  ),
  series_subtract: ofPairs(
    (x, y) => x - y,
    (x, y) => x - y,
  ),
  series_multiply: ofPairs(
    (x, y) => x * y,
    (x, y) => x * y,
  ),
  // Always real, so 2/0 is infinite (series_divide's page).
  series_divide: ofPairs((x, y) => x / y),
  series_pow: ofPairs((x, y) => x ** y),
  series_less: ofPairs((x, y) => x < y),
  series_less_equals: ofPairs((x, y) => x <= y),
  series_greater: ofPairs((x, y) => x > y),
  series_greater_equals: ofPairs((x, y) => x >= y),
  series_equals: ofPairs((x, y) => x === y),
  series_not_equals: ofPairs((x, y) => x !== y),
})
