import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '@tripline/schemas'
import { memoized } from '../../limits/bounded-cache.ts'
import { civilOf } from '../../time/civil.ts'
import { defineUdf, named } from '../../values/udf.ts'

/** What a run of letters writes; all amounts are those of a datetime, or of a timespan without its sign. */
type Piece = (ticks: bigint) => string

const padded =
  (width: number, read: (ticks: bigint) => number | bigint): Piece =>
  ticks =>
    String(read(ticks)).padStart(width, '0')
const digitsOfSecond = (ticks: bigint, count: number): string =>
  (ticks % ticksPerSecond).toString().padStart(7, '0').slice(0, count)

/** Fractions of one to seven digits; `F…` drops trailing zeros (semantics 6.15). */
const fractions = Array.from({ length: 7 }, (_, index): [string, Piece][] => [
  ['f'.repeat(index + 1), ticks => digitsOfSecond(ticks, index + 1)],
  ['F'.repeat(index + 1), ticks => digitsOfSecond(ticks, index + 1).replace(/0+$/, '')],
]).flat()

const hour24 = (ticks: bigint): bigint => (ticks / ticksPerHour) % 24n
const hour12 = (ticks: bigint): bigint => ((hour24(ticks) + 11n) % 12n) + 1n
const minute = (ticks: bigint): bigint => (ticks / ticksPerMinute) % 60n
const second = (ticks: bigint): bigint => (ticks / ticksPerSecond) % 60n
const oneOrTwo = (letter: string, read: (ticks: bigint) => number | bigint): [string, Piece][] => [
  [letter, padded(1, read)],
  [letter + letter, padded(2, read)],
]

const datetimePieces: ReadonlyMap<string, Piece> = new Map([
  ...oneOrTwo('d', ticks => civilOf(ticks).day),
  ...oneOrTwo('M', ticks => civilOf(ticks).month),
  ...oneOrTwo('y', ticks => civilOf(ticks).year % 100),
  ['yyyy', padded(4, ticks => civilOf(ticks).year)],
  ...oneOrTwo('H', hour24),
  ...oneOrTwo('h', hour12),
  ...oneOrTwo('m', minute),
  ...oneOrTwo('s', second),
  ['tt', ticks => (hour24(ticks) < 12n ? 'AM' : 'PM')],
  ...fractions,
])

const timespanPieces: ReadonlyMap<string, Piece> = new Map([
  ...Array.from({ length: 8 }, (_, index): [string, Piece] => [
    'd'.repeat(index + 1),
    padded(index + 1, ticks => ticks / ticksPerDay),
  ]),
  ...oneOrTwo('H', hour24),
  ...oneOrTwo('h', hour24),
  ...oneOrTwo('m', minute),
  ...oneOrTwo('s', second),
  ...fractions,
])

const delimiters = new Set(' /-:,._[]')

/**
 * The longest pieces first, so that a run of `d` or `M` is split into pairs (semantics 6.15); a string is the reason for a
 * refusal.
 */
function compile(pieces: ReadonlyMap<string, Piece>, format: string): readonly Piece[] | string {
  const result: Piece[] = []
  for (let at = 0; at < format.length; ) {
    const start = at
    for (let length = 8; length > 0 && at === start; length--) {
      const piece = pieces.get(format.slice(at, at + length))
      if (piece === undefined || at + length > format.length) continue
      result.push(piece)
      at += length
    }
    if (at > start) continue
    const character = String.fromCodePoint(format.codePointAt(at)!)
    if (!delimiters.has(character)) return `'${character}' has no meaning there`
    result.push(() => character)
    at++
  }
  return result
}

const compiledDatetime = memoized(200, format => compile(datetimePieces, format))
const compiledTimespan = memoized(200, format => compile(timespanPieces, format))

const problemIn = (compiled: readonly Piece[] | string): string | undefined =>
  typeof compiled === 'string' ? compiled : undefined

/** Why the service rejects a format of `format_datetime`; undefined if it does not (semantics 6.15, 24.12). */
export const datetimeFormatProblem = (format: string): string | undefined => problemIn(compiledDatetime(format))

/** Why the service rejects a format of `format_timespan`. */
export const timespanFormatProblem = (format: string): string | undefined => problemIn(compiledTimespan(format))

const write = (compiled: readonly Piece[] | string, ticks: bigint): string =>
  typeof compiled === 'string' ? '' : compiled.map(piece => piece(ticks)).join('')

/** `format_datetime(ticks, format)`; '' for a format that {@link datetimeFormatProblem} rejects. */
export const formatDatetimeAs = (ticks: bigint, format: string): string => write(compiledDatetime(format), ticks)

/** `format_timespan(ticks, format)`: a negative timespan starts with `-` in any format. */
export const formatTimespanAs = (ticks: bigint, format: string): string =>
  ticks < 0n ? `-${write(compiledTimespan(format), -ticks)}` : write(compiledTimespan(format), ticks)

export const timeFormatUdfs = named({
  format_datetime: defineUdf({
    parameters: ['datetime', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: formatDatetimeAs,
  }),
  format_timespan: defineUdf({
    parameters: ['timespan', 'string'],
    result: 'string',
    nulls: 'propagate',
    call: formatTimespanAs,
  }),
})
