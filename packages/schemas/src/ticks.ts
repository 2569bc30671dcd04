/**
 * Kusto's instants and durations are counts of 100 ns: a datetime since 0001-01-01T00:00:00Z, a timespan of either sign.
 * They are converted to and from text here; everything else computes with counts.
 */

export const ticksPerMillisecond = 10_000n
export const ticksPerSecond = 10_000_000n
export const ticksPerMinute = 60n * ticksPerSecond
export const ticksPerHour = 60n * ticksPerMinute
export const ticksPerDay = 24n * ticksPerHour

const ticksAtUnixEpoch = 719_162n * ticksPerDay

/** The last datetime: 9999-12-31T23:59:59.9999999Z. */
export const maxDatetime = 3_652_059n * ticksPerDay - 1n
const maxTimespan = 2n ** 63n - 1n

/** A calendar day and time of day, UTC; `fraction` holds up to seven digits of a second. */
export interface DatetimeParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour?: number
  readonly minute?: number
  readonly second?: number
  readonly fraction?: string
}

/** Ticks of a UTC date and time; undefined if a part is out of its range (13th month, 30 February, second 60). */
export function datetimeFromParts(parts: DatetimeParts): bigint | undefined {
  const { year, month, day, hour = 0, minute = 0, second = 0, fraction = '' } = parts
  if (year < 1 || year > 9999 || hour > 23 || minute > 59 || second > 59 || fraction.length > 7) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  date.setUTCHours(hour, minute, second)
  return BigInt(date.getTime()) * ticksPerMillisecond + ticksAtUnixEpoch + ticksOfFraction(fraction)
}

const ticksOfFraction = (digits: string | undefined): bigint => (digits ? BigInt(digits.padEnd(7, '0')) : 0n)

const isoDatetime =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{0,7}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?)?$/

/**
 * Ticks of an ISO 8601 date or date and time with 0–7 fractional digits (a blank for `T` is allowed). An offset is
 * converted to UTC; without one the text is UTC, as Kusto reads it (semantics 6.4). Undefined for anything else.
 */
export function parseDatetimeIso(text: string): bigint | undefined {
  const match = isoDatetime.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', sign, offsetHours, offsetMinutes] = match
  const local = datetimeFromParts({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    fraction,
  })
  if (local === undefined || sign === undefined) return local
  if (Number(offsetHours) > 14 || Number(offsetMinutes) > 59) return undefined
  const offset = BigInt(offsetHours!) * ticksPerHour + BigInt(offsetMinutes!) * ticksPerMinute
  const utc = sign === '-' ? local + offset : local - offset
  return utc >= 0n && utc <= maxDatetime ? utc : undefined
}

/** `2026-03-02T10:00:00.0000000Z`: always seven digits (semantics 7.1). The ticks must be a datetime's. */
export function formatDatetime(ticks: bigint): string {
  const milliseconds = (ticks - ticksAtUnixEpoch - floorMod(ticks, ticksPerMillisecond)) / ticksPerMillisecond
  const rest = floorMod(ticks, ticksPerMillisecond).toString().padStart(4, '0')
  return `${new Date(Number(milliseconds)).toISOString().slice(0, -1)}${rest}Z`
}

const floorMod = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus

/** Ticks of a count of milliseconds since 1970. */
export const datetimeFromUnixMilliseconds = (milliseconds: number): bigint =>
  BigInt(milliseconds) * ticksPerMillisecond + ticksAtUnixEpoch

/** `[-][d.]hh:mm:ss[.fffffff]`: no fraction or seven digits (semantics 7.2). */
export function formatTimespan(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks
  const two = (value: bigint): string => value.toString().padStart(2, '0')
  const days = size / ticksPerDay
  const fraction = size % ticksPerSecond
  const clock = [(size / ticksPerHour) % 24n, (size / ticksPerMinute) % 60n, (size / ticksPerSecond) % 60n]
  return [
    ticks < 0n ? '-' : '',
    days > 0n ? `${days}.` : '',
    clock.map(two).join(':'),
    fraction > 0n ? `.${fraction.toString().padStart(7, '0')}` : '',
  ].join('')
}

/** The suffixes of KQL's timespan literals and their length in nanoseconds. */
const nanosecondsPerUnit: ReadonlyMap<string, bigint> = new Map(
  (
    [
      [86_400_000_000_000n, 'd day days'],
      [3_600_000_000_000n, 'h hr hrs hour hours'],
      [60_000_000_000n, 'm min minute minutes'],
      [1_000_000_000n, 's sec second seconds'],
      [1_000_000n, 'ms milli millis millisec millisecond milliseconds'],
      [1_000n, 'micro micros microsec microsecond microseconds'],
      [100n, 'tick ticks'],
      [1n, 'nano nanos nanosec nanosecond nanoseconds'],
    ] as const
  ).flatMap(([length, names]) => names.split(' ').map(name => [name, length] as const)),
)

const clockTimespan = /^(-)?(?:(\d+)\.)?(\d\d?):(\d\d?)(?::(\d\d?)(?:\.(\d{1,7}))?)?$/
const literalTimespan = /^(-)?(\d+)(?:\.(\d+))?\s?([a-z]+)$/

/**
 * Ticks of `[-][d.]hh:mm[:ss[.fffffff]]` or of a KQL literal (`5m`, `1.5h`, `-1d`), the texts that `totimespan` takes
 * (semantics 6.7). Undefined for anything else, a bare number included.
 */
export function parseTimespan(text: string): bigint | undefined {
  const clock = clockTimespan.exec(text)
  if (clock) {
    const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0', fraction] = clock
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const size =
      BigInt(days) * ticksPerDay +
      BigInt(hours) * ticksPerHour +
      BigInt(minutes) * ticksPerMinute +
      BigInt(seconds) * ticksPerSecond +
      ticksOfFraction(fraction)
    return withSign(sign, size)
  }
  const [, sign, whole = '', decimals = '', unit = ''] = literalTimespan.exec(text) ?? []
  const length = nanosecondsPerUnit.get(unit)
  if (length === undefined) return undefined
  return withSign(sign, (BigInt(whole + decimals) * length) / 10n ** BigInt(decimals.length) / 100n)
}

const withSign = (sign: string | undefined, size: bigint): bigint | undefined =>
  size > maxTimespan ? undefined : sign ? -size : size

/** The condition, in KQL, on the rows of a period without its end. */
export const withinPeriod = (from: bigint, to: bigint): string =>
  `TimeGenerated >= datetime(${formatDatetime(from)}) and TimeGenerated < datetime(${formatDatetime(to)})`
