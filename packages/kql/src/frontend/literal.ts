import { lookUp } from '@tripline/diagnostics'
import type { ColumnType } from '@tripline/schemas'
import { parseKustoDatetime, parseKustoTimespan } from '../time/datetime-text.ts'
import type { Cell } from '../world/dataset.ts'
import { type Nodes, scalarType, textOf } from './syntax.ts'

/** The value of `datetime()`: the instant of the run, which no text denotes. */
export const runInstant = Symbol('the instant of the run')

/** A constant as written. */
export type LiteralValue =
  | { readonly type: ColumnType; readonly value: Cell }
  | { readonly type: 'datetime'; readonly value: typeof runInstant }

const wrapped = /^(?:bool|boolean|int|long|real|double|decimal|datetime|date|timespan|time|guid)\s*\((.*)\)$/is

const realWords: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '+inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

const ticksPerUnit: Readonly<Record<string, number>> = {
  nanosecond: 0.01,
  nanoseconds: 0.01,
  tick: 1,
  ticks: 1,
  microsecond: 10,
  microseconds: 10,
  ms: 10_000,
  milli: 10_000,
  millis: 10_000,
  millisecond: 10_000,
  milliseconds: 10_000,
  s: 10_000_000,
  sec: 10_000_000,
  second: 10_000_000,
  seconds: 10_000_000,
  m: 600_000_000,
  min: 600_000_000,
  minute: 600_000_000,
  minutes: 600_000_000,
  h: 36_000_000_000,
  hr: 36_000_000_000,
  hrs: 36_000_000_000,
  hour: 36_000_000_000,
  hours: 36_000_000_000,
  d: 864_000_000_000,
  day: 864_000_000_000,
  days: 864_000_000_000,
}

/** `1.5h`, `15 seconds`, `2` (days) or `d.hh:mm:ss.fffffff` (semantics 6.7). */
function timespanLiteral(text: string): bigint | null {
  const parts = /^([-+]?)(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text)
  if (!parts) return parseKustoTimespan(text)
  const unit = lookUp(ticksPerUnit, parts[3]!.toLowerCase() || 'd')
  if (unit === undefined) return null
  const ticks = parts[2]!.includes('.') ? BigInt(Math.round(Number(parts[2]) * unit)) : ticksIn(BigInt(parts[2]!), unit)
  return parts[1] === '-' ? -ticks : ticks
}

/** How the service reads fractions of the smallest units is not documented (semantics 6.7). */
export const isUnsettledSpan = (text: string): boolean =>
  /^[-+]?\d*\.\d+\s*(?:tick|microsecond|nanosecond)s?$/i.test(text)

/** Nanoseconds that do not fill a tick are dropped. */
const ticksIn = (count: bigint, unit: number): bigint => (unit < 1 ? count / 100n : count * BigInt(unit))

function wholeLiteral(text: string): bigint | null {
  const digits = /^([-+]?)(0x[0-9a-f]+|\d+)$/i.exec(text)
  if (!digits) return null
  const magnitude = BigInt(digits[2]!)
  return digits[1] === '-' ? -magnitude : magnitude
}

/** A year, with or without a month, means its first day; as a string neither is a date (semantics 6.4). */
function datetimeLiteral(text: string): bigint | null {
  const [, year, month = '1'] = /^(\d{4})(?:\s*,\s*(\d{1,2}))?$/.exec(text) ?? []
  return parseKustoDatetime(year === undefined ? text : `${year}-${month.padStart(2, '0')}-01`)
}

const boolWords: Readonly<Record<string, boolean>> = { true: true, false: false }

type Read = (text: string) => Cell | typeof runInstant

/** Readers of literals by type; the parser's own values of numbers and times are unreliable. */
const readers: { readonly [Type in ColumnType]: Read } = {
  bool: text => lookUp(boolWords, text.toLowerCase()) ?? (/^[-+]?\d+$/.test(text) ? Number(text) !== 0 : null),
  int: text => {
    const value = wholeLiteral(text)
    return value === null ? null : Number(BigInt.asIntN(32, value))
  },
  long: wholeLiteral,
  real: text =>
    lookUp(realWords, text.toLowerCase()) ?? (text === '' || Number.isNaN(Number(text)) ? null : Number(text)),
  decimal: text => (/^[-+]?(\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? text : null),
  string: text => text,
  datetime: text => (text === '' ? runInstant : datetimeLiteral(text)),
  timespan: timespanLiteral,
  guid: text => (/^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null),
  dynamic: text => text,
}

/** The value of a literal token, read from its text. */
export function literalValue(node: Nodes['LiteralExpression']): LiteralValue {
  const type = scalarType(node.ResultType) ?? 'string'
  if (type === 'string') return { type, value: String(node.LiteralValue ?? '') }
  return literalOfText(textOf(node), type)
}

/** The value of a literal of a known type: `5`, `datetime(2026-03-02)`, `1.5h`, `"text"`. */
export function literalOfText(text: string, type: ColumnType): LiteralValue {
  const inner = (wrapped.exec(text)?.[1] ?? text).trim().replace(/^(["'])(.*)\1$/s, '$2')
  if (type !== 'string' && /^null$/i.test(inner)) return { type, value: null }
  const value = readers[type](inner)
  return value === runInstant ? { type: 'datetime', value } : { type, value }
}
