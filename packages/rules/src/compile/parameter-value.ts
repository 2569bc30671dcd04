import { type ColumnType, parseDatetimeIso, parseTimespan } from '@tripline/schemas'

type Value = string | number | boolean

/** A number that a double keeps as it is written. */
const exact = (pattern: RegExp) => (text: string) =>
  pattern.test(text) && (!/^[+-]?\d+$/.test(text) || Number.isSafeInteger(Number(text))) ? Number(text) : undefined

const whole = exact(/^[+-]?\d+$/)
const decimal = exact(/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/)
const textIf = (fits: (text: string) => boolean) => (text: string) => (fits(text) ? text : undefined)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How the text of a parameter's value is read for each type of `let`. */
const readers: Readonly<Record<ColumnType, (text: string) => Value | undefined>> = {
  bool: text => ({ true: true, false: false })[text],
  int: whole,
  long: whole,
  real: decimal,
  decimal,
  string: text => text,
  datetime: textIf(text => parseDatetimeIso(text) !== undefined),
  timespan: textIf(text => parseTimespan(text) !== undefined),
  guid: textIf(text => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)),
  dynamic: textIf(isJson),
}

/** A value of a type from its text; undefined if the text is none. */
export const parameterValue = (type: ColumnType, text: string): Value | undefined => readers[type](text)
