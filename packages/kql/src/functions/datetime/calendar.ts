import { lookUp } from '@tripline/diagnostics'
import { ticksPerDay, ticksPerHour, ticksPerMinute, ticksPerSecond } from '@tripline/schemas'
import { civilOf, datetimeOrNull, dayNumber, daysInMonth, midnight } from '../../time/civil.ts'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

const floorDivide = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by

/** Units with a fixed number of ticks. */
const fixedUnits: ReadonlyMap<string, bigint> = new Map([
  ['week', 7n * ticksPerDay],
  ['day', ticksPerDay],
  ['hour', ticksPerHour],
  ['minute', ticksPerMinute],
  ['second', ticksPerSecond],
  ['millisecond', 10_000n],
  ['microsecond', 10n],
])

/** Units that consist of months. */
const monthUnits: ReadonlyMap<string, number> = new Map([
  ['year', 12],
  ['quarter', 3],
  ['month', 1],
])

/** Lower-case parts of `datetime_add` and `datetime_diff`, which ignore case (semantics 6.12). */
export const datetimeUnits: readonly string[] = [...monthUnits.keys(), ...fixedUnits.keys(), 'nanosecond']

/**
 * `datetime_diff(part, a, b)`: the number of boundaries between them (semantics 6.12). Null for an unknown part; weeks have
 * their own function.
 */
export function datetimeDiff(part: string, a: bigint, b: bigint): bigint | null {
  const unit = part.toLowerCase()
  const months = monthUnits.get(unit)
  if (months !== undefined) return BigInt(monthIndex(a, months) - monthIndex(b, months))
  if (unit === 'nanosecond') return (a - b) * 100n
  const size = fixedUnits.get(unit)
  return size === undefined || unit === 'week' ? null : a / size - b / size
}

const monthIndex = (ticks: bigint, size: number): number => {
  const { year, month } = civilOf(ticks)
  return Math.floor((year * 12 + month - 1) / size)
}

/** `datetime_diff('week', a, b)`: whole weeks between the preceding Sundays, as a real (semantics 6.12). */
export const weekDiff = (a: bigint, b: bigint): number => Number((weekStart(a) - weekStart(b)) / (7n * ticksPerDay))

/** 0001-01-01 was a Monday, and weeks start on Sunday (semantics 6.10), so the first week starts before the first datetime. */
const weekStart = (ticks: bigint): bigint => {
  const day = floorDivide(ticks, ticksPerDay)
  return (day - ((day + 1n) % 7n)) * ticksPerDay
}

/** `datetime_add(part, amount, datetime)`: days beyond the end of a month become its last day (semantics 6.13). */
export function datetimeAdd(part: string, amount: bigint, ticks: bigint): bigint | null {
  const unit = part.toLowerCase()
  const months = monthUnits.get(unit)
  if (months !== undefined) return addMonths(ticks, Number(amount) * months)
  if (unit === 'nanosecond') return datetimeOrNull(ticks + amount / 100n)
  const size = fixedUnits.get(unit)
  return size === undefined ? null : datetimeOrNull(ticks + amount * size)
}

function addMonths(ticks: bigint, months: number): bigint | null {
  if (Math.abs(months) > 120_000) return null
  const { year, month, day, tickOfDay } = civilOf(ticks)
  const target = year * 12 + month - 1 + months
  const [targetYear, targetMonth] = [Math.floor(target / 12), (((target % 12) + 12) % 12) + 1]
  const targetDay = Math.min(day, daysInMonth(targetYear, targetMonth))
  return datetimeOrNull(midnight(dayNumber(targetYear, targetMonth, targetDay)) + BigInt(tickOfDay))
}

type CalendarUnit = 'day' | 'week' | 'month' | 'year'

const starts: Readonly<Record<CalendarUnit, (ticks: bigint, offset: bigint) => bigint>> = {
  day: (ticks, offset) => (ticks / ticksPerDay + offset) * ticksPerDay,
  week: (ticks, offset) => weekStart(ticks) + offset * 7n * ticksPerDay,
  month(ticks, offset) {
    const { year, month } = civilOf(ticks)
    return midnight(dayNumber(year, month + Number(offset), 1))
  },
  year: (ticks, offset) => midnight(dayNumber(civilOf(ticks).year + Number(offset), 1, 1)),
}

/** Larger offsets leave the calendar in any unit. */
const farthest = 4_000_000n
const isFar = (offset: bigint): boolean => offset > farthest || offset < -farthest

/** `startof<unit>(ticks, offset)` (semantics 6.10). */
export const startOf = (unit: CalendarUnit, ticks: bigint, offset: bigint): bigint | null =>
  isFar(offset) ? null : datetimeOrNull(starts[unit](ticks, offset))

/** `endof<unit>(ticks, offset)`: the last tick (semantics 6.10). */
export const endOf = (unit: CalendarUnit, ticks: bigint, offset: bigint): bigint | null =>
  isFar(offset) ? null : datetimeOrNull(starts[unit](ticks, offset + 1n) - 1n)

/** `dayofyear(ticks)`, from 1. */
export const dayOfYear = (ticks: bigint): number =>
  Number(ticks / ticksPerDay) - dayNumber(civilOf(ticks).year, 1, 1) + 1

/** `week_of_year(ticks)`: the ISO 8601 week, whose year is that of its Thursday (semantics 6.11). */
export function weekOfYear(ticks: bigint): number {
  const day = Number(ticks / ticksPerDay)
  return weekInYear(day - (day % 7) + 3)
}

/** `weekofyear(ticks)`: weeks start on Sunday, the year is that of their Wednesday (semantics 6.11). */
function oldWeekOfYear(ticks: bigint): number {
  const day = Number(ticks / ticksPerDay)
  return weekInYear(day - ((day + 1) % 7) + 3)
}

/** The number of the week whose middle is that day. */
function weekInYear(middle: number): number {
  const yearStart = dayNumber(civilOf(midnight(Math.max(middle, 0))).year, 1, 1)
  return Math.floor((middle - yearStart) / 7) + 1
}

/**
 * `dayofweek(ticks)`: the time since Sunday. The service has no answer in the week that extends past the last datetime
 * (semantics 6.1).
 */
export const dayOfWeek = (ticks: bigint): bigint | null =>
  endOf('week', ticks, 0n) === null ? null : ((ticks / ticksPerDay + 1n) % 7n) * ticksPerDay

const parts: Readonly<Record<string, (ticks: bigint) => number>> = {
  year: ticks => civilOf(ticks).year,
  quarter: ticks => Math.ceil(civilOf(ticks).month / 3),
  month: ticks => civilOf(ticks).month,
  week_of_year: weekOfYear,
  weekofyear: oldWeekOfYear,
  day: ticks => civilOf(ticks).day,
  dayofyear: dayOfYear,
  hour: ticks => Number((ticks / ticksPerHour) % 24n),
  minute: ticks => Number((ticks / ticksPerMinute) % 60n),
  second: ticks => Number((ticks / ticksPerSecond) % 60n),
  millisecond: ticks => Number((ticks / 10_000n) % 1000n),
  microsecond: ticks => Number((ticks / 10n) % 1_000_000n),
  nanosecond: ticks => Number(ticks % ticksPerSecond) * 100,
}

/** Lower-case parts of `datetime_part`. */
export const datetimePartNames: readonly string[] = Object.keys(parts)

/** `datetime_part(part, ticks)`; sub-second parts are cumulative (semantics 6.11). Null for an unknown part. */
export function datetimePart(part: string, ticks: bigint): bigint | null {
  const read = lookUp(parts, part.toLowerCase())
  return read === undefined ? null : BigInt(read(ticks))
}

/** `make_datetime(year, month, day, hour, minute, second)`: null if a part is out of range (semantics 6.14). */
export function makeDatetime(
  year: bigint,
  month: bigint,
  day: bigint,
  hour: bigint,
  minute: bigint,
  second: number,
): bigint | null {
  if (year === 0n) throw refusedValue('unsettled-call', 'make_datetime() of the year 0')
  if (year < 1n || year > 9999n || month < 1n || month > 12n || day < 1n) return null
  if (day > BigInt(daysInMonth(Number(year), Number(month)))) return null
  const time = clock(hour, minute, second)
  return time === null ? null : midnight(dayNumber(Number(year), Number(month), Number(day))) + time
}

const maxDays = 10_675_198n

/** `make_timespan(days, hours, minutes, seconds)`: null if a part is out of range (semantics 6.14). */
export function makeTimespan(days: bigint, hours: bigint, minutes: bigint, seconds: number): bigint | null {
  const time = clock(hours, minutes, seconds)
  if (days < 0n) throw refusedValue('unsettled-call', 'make_timespan() of negative days')
  return time === null || days > maxDays ? null : days * ticksPerDay + time
}

/** Ticks of a time of day; the fraction of the second is truncated to ticks, so it never rounds up to a whole minute. */
function clock(hour: bigint, minute: bigint, second: number): bigint | null {
  if (hour < 0n || hour > 23n || minute < 0n || minute > 59n || !(second >= 0 && second < 60)) return null
  const fine = BigInt(Math.min(Math.round(second * 1e7), 599_999_999))
  return hour * ticksPerHour + minute * ticksPerMinute + fine
}

const boundary = (of: (unit: CalendarUnit, ticks: bigint, offset: bigint) => bigint | null, unit: CalendarUnit) =>
  defineUdf({
    parameters: ['datetime', 'long'],
    result: 'datetime',
    nulls: 'propagate',
    call: (ticks, offset) => of(unit, ticks, offset),
  })

export const calendarUdfs = named({
  startofday: boundary(startOf, 'day'),
  startofweek: boundary(startOf, 'week'),
  startofmonth: boundary(startOf, 'month'),
  startofyear: boundary(startOf, 'year'),
  endofday: boundary(endOf, 'day'),
  endofweek: boundary(endOf, 'week'),
  endofmonth: boundary(endOf, 'month'),
  endofyear: boundary(endOf, 'year'),
  datetime_diff: defineUdf({
    parameters: ['string', 'datetime', 'datetime'],
    result: 'long',
    nulls: 'propagate',
    call: datetimeDiff,
  }),
  datetime_diff_week: defineUdf({
    parameters: ['datetime', 'datetime'],
    result: 'real',
    nulls: 'propagate',
    call: weekDiff,
  }),
  datetime_add: defineUdf({
    parameters: ['string', 'long', 'datetime'],
    result: 'datetime',
    nulls: 'propagate',
    call: datetimeAdd,
  }),
  datetime_part: defineUdf({
    parameters: ['string', 'datetime'],
    result: 'long',
    nulls: 'propagate',
    call: datetimePart,
  }),
  dayofweek: defineUdf({ parameters: ['datetime'], result: 'timespan', nulls: 'propagate', call: dayOfWeek }),
  dayofyear: defineUdf({ parameters: ['datetime'], result: 'int', nulls: 'propagate', call: dayOfYear }),
  week_of_year: defineUdf({ parameters: ['datetime'], result: 'int', nulls: 'propagate', call: weekOfYear }),
  weekofyear: defineUdf({ parameters: ['datetime'], result: 'int', nulls: 'propagate', call: oldWeekOfYear }),
  make_datetime: defineUdf({
    parameters: ['long', 'long', 'long', 'long', 'long', 'real'],
    result: 'datetime',
    nulls: 'propagate',
    call: makeDatetime,
  }),
  make_timespan: defineUdf({
    parameters: ['long', 'long', 'long', 'real'],
    result: 'timespan',
    nulls: 'propagate',
    call: makeTimespan,
  }),
})
