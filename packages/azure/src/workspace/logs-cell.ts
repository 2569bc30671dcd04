import type { JsonValue } from '@tripline/diagnostics'
import { readJson } from '../answer/read-json.ts'

/**
 * A cell as `tripline query` prints it: numbers as numbers (integers past 2^53 as text), datetimes and timespans in
 * Kusto's own text, dynamic as the value itself, null as null.
 */
export type WireCell = JsonValue

/** The service writes no more digits of a second than it needs; Kusto's own text has seven of them. */
const datetimeText = (text: string): string =>
  text.replace(/:(\d\d)(?:\.(\d{1,7}))?Z$/, (_, seconds, fraction = '') => `:${seconds}.${fraction.padEnd(7, '0')}Z`)

/** A timespan has no fraction or seven digits (semantics 7.2). */
const timespanText = (text: string): string => text.replace(/\.(\d{1,7})$/, (_, digits) => `.${digits.padEnd(7, '0')}`)

/** Numbers are text in older answers, and wherever a number would not be exact. */
const integer = (cell: JsonValue): JsonValue => (Number.isSafeInteger(Number(cell)) ? Number(cell) : cell)

/** NaN and the infinities stay text. */
const real = (cell: JsonValue): JsonValue => (Number.isFinite(Number(cell)) ? Number(cell) : cell)

const readers: Readonly<Record<string, (cell: JsonValue) => JsonValue>> = {
  bool: cell =>
    typeof cell === 'string' ? cell.toLowerCase() === 'true' : typeof cell === 'number' ? cell !== 0 : cell,
  int: integer,
  long: integer,
  real,
  datetime: cell => (typeof cell === 'string' ? datetimeText(cell) : cell),
  timespan: cell => (typeof cell === 'string' ? timespanText(cell) : cell),
  dynamic: cell => (typeof cell === 'string' ? jsonOr(cell) : cell),
}

/** A dynamic value travels as JSON text; a bare string is one that did not need quoting. */
function jsonOr(text: string): JsonValue {
  const read = readJson(text)
  return 'value' in read ? (read.value as JsonValue) : text
}

/** How to read the cells of a column of that type; null stays null, but a string is never null (semantics §1). */
export function readWireCell(type: string): (cell: unknown) => WireCell {
  const read = Object.hasOwn(readers, type) ? readers[type]! : (value: JsonValue) => value
  return cell => (cell === null ? (type === 'string' ? '' : null) : read(cell as JsonValue))
}
