import { type JsonValue, lookUp } from '@tripline/diagnostics'
import type { Cell } from '@tripline/kql/engine'
import { type ColumnType, parseDatetimeIso, parseTimespan } from '@tripline/schemas'
import type { YamlScalar } from '@tripline/yaml'
import type { TypedCell } from '../alert/result-row.ts'
import { cellJson } from '../report/alert-json.ts'

type Matcher = (written: YamlScalar, value: Cell) => boolean

const isNumber = ({ value }: YamlScalar): boolean => typeof value === 'number'

const digits = /^[+-]?\d+$/
/** `10.0` and `1e1` are 10; beyond 2^53, only digits say which integer is meant. */
const sameInteger: Matcher = (written, value) => {
  if (!isNumber(written)) return false
  const integer = digits.test(written.text) ? written.text : (written.value as number)
  return (
    (typeof integer === 'string' || Number.isSafeInteger(integer)) &&
    BigInt(integer) === BigInt(value as number | bigint)
  )
}

const kustoReals: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity }
/** YAML has no number for what Kusto writes `inf` and `NaN`. */
const sameReal: Matcher = (written, value) => {
  const { text } = written
  if (!isNumber(written)) return Object.is(text === 'NaN' ? Number.NaN : lookUp(kustoReals, text), value)
  return Number(text) === value
}

/** `1.50` and `1.5` are the same decimal. */
const plainDecimal = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

const matchers: Readonly<Record<ColumnType, Matcher>> = {
  string: ({ value: written }, value) => (written ?? '') === value,
  bool: ({ value: written }, value) => written === value,
  int: sameInteger,
  long: sameInteger,
  real: sameReal,
  decimal: ({ text }, value) => plainDecimal(text) === plainDecimal(value as string),
  datetime: ({ text }, value) => parseDatetimeIso(text) === value,
  timespan: ({ text }, value) => parseTimespan(text) === value,
  guid: ({ text }, value) => text.toLowerCase() === (value as string).toLowerCase(),
  dynamic: ({ text, value: written }, value) => matchesJson(written, text, cellJson('dynamic', value)),
}

/** A scalar matches JSON that is equal to it, or an object written out as JSON text. */
function matchesJson(written: JsonValue, text: string, value: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) return text === JSON.stringify(value)
  return written === value
}

/**
 * Whether a value in a test equals a cell, read as the column's type. A text does not equal a number: `"10"` is a text, `10` is
 * none. Types that YAML lacks are texts, a decimal may be either. YAML null is null, or an empty string.
 */
export function matchesCell(written: YamlScalar, { type, value }: TypedCell): boolean {
  if (type !== 'string' && (written.value === null || value === null)) return written.value === null && value === null
  return matchers[type](written, value)
}

/** Whether a list of values equals the array in a dynamic cell, or a single value the cell itself. */
export function matchesValues(written: readonly YamlScalar[], cell: TypedCell): boolean {
  const items = cell.type === 'dynamic' ? cellJson('dynamic', cell.value) : undefined
  if (!Array.isArray(items)) return written.length === 1 && matchesCell(written[0]!, cell)
  const values = items as readonly JsonValue[]
  return (
    written.length === values.length &&
    written.every(({ value, text }, index) => matchesJson(value, text, values[index]!))
  )
}
