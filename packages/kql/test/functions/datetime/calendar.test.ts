import { formatDatetime, formatTimespan } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import {
  datetimeAdd,
  datetimeDiff,
  datetimePart,
  dayOfWeek,
  dayOfYear,
  endOf,
  makeDatetime,
  makeTimespan,
  startOf,
  weekDiff,
  weekOfYear,
} from '../../../src/functions/datetime/calendar.ts'
import { localToUtc, utcToLocal } from '../../../src/functions/datetime/time-zone.ts'
import { parseKustoDatetime } from '../../../src/time/datetime-text.ts'

const at = (text: string): bigint => parseKustoDatetime(text)!
const shown = (ticks: bigint | null): string | null =>
  ticks === null ? null : formatDatetime(ticks).replace(/\.0{7}Z$/, '')

test('datetime_diff counts boundaries, not elapsed time (semantics 6.12)', () => {
  expect(datetimeDiff('year', at('2024-01-01'), at('2023-12-31T23:59:59'))).toBe(1n)
  expect(datetimeDiff('Quarter', at('2024-04-01'), at('2023-03-31'))).toBe(5n)
  expect(datetimeDiff('month', at('2023-12-31'), at('2024-01-01'))).toBe(-1n)
  expect(datetimeDiff('day', at('2024-03-01'), at('2024-02-28'))).toBe(2n)
  expect(datetimeDiff('hour', at('2024-03-01T01:00'), at('2024-03-01T00:59:59'))).toBe(1n)
  expect(datetimeDiff('nanosecond', at('2024-01-01T00:00:00.0000003'), at('2024-01-01'))).toBe(300n)
  expect(datetimeDiff('fortnight', at('2024-03-01'), at('2024-02-28'))).toBeNull()
})

test('weeks start on Sunday, such as 2024-06-16', () => {
  expect(weekDiff(at('2024-06-16'), at('2024-06-15'))).toBe(1)
  expect(weekDiff(at('2024-06-22'), at('2024-06-16'))).toBe(0)
  expect(shown(startOf('week', at('2024-06-16'), 0n))).toBe('2024-06-16T00:00:00')
  expect(shown(startOf('week', at('2024-06-15T23:00'), 0n))).toBe('2024-06-09T00:00:00')
  expect(formatTimespan(dayOfWeek(at('2024-06-15T23:00'))!)).toBe('6.00:00:00')
})

test('starts and ends accept an offset, and ends are the last tick (semantics 6.10)', () => {
  expect(shown(startOf('day', at('2024-03-01T12:00'), -1n))).toBe('2024-02-29T00:00:00')
  expect(shown(startOf('month', at('2024-01-15'), -2n))).toBe('2023-11-01T00:00:00')
  expect(shown(startOf('year', at('2024-05-05'), 1n))).toBe('2025-01-01T00:00:00')
  expect(shown(endOf('month', at('2023-01-31'), 1n))).toBe('2023-02-28T23:59:59.9999999Z')
  expect(shown(endOf('year', at('9999-02-01'), 0n))).toBe('9999-12-31T23:59:59.9999999Z')
  expect(endOf('year', at('9999-02-01'), 1n)).toBeNull()
  expect(startOf('week', at('0001-01-01'), 0n)).toBeNull()
})

test('datetime_add clamps to the end of the month and never leaves the calendar (semantics 6.13, 6.1)', () => {
  expect(shown(datetimeAdd('month', 1n, at('2023-01-30T08:00')))).toBe('2023-02-28T08:00:00')
  expect(shown(datetimeAdd('year', -1n, at('2024-02-29')))).toBe('2023-02-28T00:00:00')
  expect(shown(datetimeAdd('quarter', 2n, at('2023-08-31')))).toBe('2024-02-29T00:00:00')
  expect(shown(datetimeAdd('week', -1n, at('2024-03-07')))).toBe('2024-02-29T00:00:00')
  expect(datetimeAdd('day', 1n, at('9999-12-31'))).toBeNull()
  expect(datetimeAdd('month', 10n ** 15n, at('2024-01-01'))).toBeNull()
})

test('week_of_year is the ISO week (semantics 6.11)', () => {
  // ISO 8601: week 1 holds the year's first Thursday; 2021-01-03 was a Sunday, 2018-12-31 a Monday.
  expect([at('2021-01-03'), at('2021-01-04'), at('2018-12-31')].map(weekOfYear)).toEqual([53, 1, 1])
  expect([at('2023-12-31'), at('2024-12-31')].map(dayOfYear)).toEqual([365, 366])
})

test('sub-second parts are cumulative (semantics 6.11)', () => {
  const instant = at('2024-11-05T06:07:08.1234567')
  const parts = ['quarter', 'dayOfYear', 'second', 'Millisecond', 'microsecond', 'nanosecond']
  expect(parts.map(part => datetimePart(part, instant))).toEqual([4n, 310n, 8n, 123n, 123_456n, 123_456_700n])
})

test('make_datetime and make_timespan are null out of range and exact to the tick (semantics 6.14)', () => {
  expect(shown(makeDatetime(2023n, 12n, 31n, 23n, 59n, 59.9999999))).toBe('2023-12-31T23:59:59.9999999Z')
  expect(makeDatetime(2023n, 2n, 29n, 0n, 0n, 0)).toBeNull()
  expect(makeDatetime(2023n, 2n, 28n, 24n, 0n, 0)).toBeNull()
  expect(formatTimespan(makeTimespan(2n, 3n, 4n, 5.5)!)).toBe('2.03:04:05.5000000')
  expect(makeTimespan(0n, 1n, 60n, 0)).toBeNull()
})

describe('time zones (semantics 6.17)', () => {
  test('offsets follow the time zone, including summer time', () => {
    expect(shown(utcToLocal(at('2024-01-10T12:00'), 'America/New_York'))).toBe('2024-01-10T07:00:00')
    expect(shown(utcToLocal(at('2024-07-10T12:00'), 'America/New_York'))).toBe('2024-07-10T08:00:00')
    expect(shown(localToUtc(at('2024-07-10T12:00'), 'Asia/Kolkata'))).toBe('2024-07-10T06:30:00')
    expect(() => utcToLocal(at('2024-01-10'), 'Mars/Olympus')).toThrow('not settled')
  })

  test('a time in the spring gap is treated like the hour before it', () => {
    expect(shown(localToUtc(at('2024-03-10T02:30'), 'America/New_York'))).toBe('2024-03-10T06:30:00')
    expect(shown(localToUtc(at('2024-03-10T01:30'), 'America/New_York'))).toBe('2024-03-10T06:30:00')
  })
})
