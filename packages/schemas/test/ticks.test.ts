import { describe, expect, test } from 'vitest'
import { formatDatetime, formatTimespan, maxDatetime, parseDatetimeIso, parseTimespan } from '../src/ticks.ts'

describe('datetimes', () => {
  // .NET documents DateTime.UnixEpoch.Ticks as 621355968000000000, and DateTime.MaxValue.Ticks as 3155378975999999999.
  test('ticks are counted from 0001-01-01', () => {
    expect(parseDatetimeIso('0001-01-01')).toBe(0n)
    expect(parseDatetimeIso('1970-01-01T00:00:00Z')).toBe(621_355_968_000_000_000n)
    expect(parseDatetimeIso('9999-12-31T23:59:59.9999999Z')).toBe(3_155_378_975_999_999_999n)
    expect(maxDatetime).toBe(3_155_378_975_999_999_999n)
  })

  test.each([
    ['2026-03-02', '2026-03-02T00:00:00.0000000Z'],
    ['2026-03-02 10:00', '2026-03-02T10:00:00.0000000Z'],
    ['2026-03-02T10:00:00.5', '2026-03-02T10:00:00.5000000Z'],
    ['2026-03-02T10:00:00.1234567Z', '2026-03-02T10:00:00.1234567Z'],
    ['2026-03-02T10:00:00+02:00', '2026-03-02T08:00:00.0000000Z'],
    ['2026-03-02T10:00:00-0530', '2026-03-02T15:30:00.0000000Z'],
    ['0001-01-01T00:00:00.0000001Z', '0001-01-01T00:00:00.0000001Z'],
    ['0099-02-28', '0099-02-28T00:00:00.0000000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.0000000Z'],
    ['1969-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.9999999Z'],
  ])('%s is %s', (text, expected) => {
    expect(formatDatetime(parseDatetimeIso(text)!)).toBe(expected)
  })

  test.each([
    '2023-02-29',
    '2026-13-01',
    '2026-00-10',
    '0000-01-01',
    '2026-03-02T24:00:00Z',
    '2026-03-02T10:60:00Z',
    '2026-03-02T10:00:60Z',
    '2026-03-02T10:00:00.12345678Z',
    '2026-03-02T10:00:00+15:00',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '2026-03-02Z',
    ' 2026-03-02',
    '3/2/2026',
    '',
  ])('"%s" is not a datetime', text => {
    expect(parseDatetimeIso(text)).toBeUndefined()
  })
})

describe('timespans', () => {
  test.each([
    // Kusto's documentation of the timespan type, and semantics 7.2
    [0n, '00:00:00'],
    [1_800_000_000n, '00:03:00'],
    [864_000_000_000n, '1.00:00:00'],
    [-937_840_000_000n, '-1.02:03:04'],
    [37_235_000_000n, '01:02:03.5000000'],
    [1n, '00:00:00.0000001'],
    [2n ** 63n - 1n, '10675199.02:48:05.4775807'],
  ])('%s ticks is %s, both ways', (ticks, text) => {
    expect(formatTimespan(ticks)).toBe(text)
    expect(parseTimespan(text)).toBe(ticks)
  })

  test.each([
    ['2d', '2.00:00:00'],
    ['1.5h', '01:30:00'],
    ['-30m', '-00:30:00'],
    ['10s', '00:00:10'],
    ['100ms', '00:00:00.1000000'],
    ['10microsecond', '00:00:00.0000100'],
    ['3ticks', '00:00:00.0000003'],
    ['15 seconds', '00:00:15'],
    ['1:02', '01:02:00'],
  ])('%s is %s', (literal, text) => {
    expect(formatTimespan(parseTimespan(literal)!)).toBe(text)
  })

  test.each(['1.5', '5', '1us', '1w', '25:00:00', '00:60:00', '99999999d', '', 'P1D'])(
    '"%s" is not a timespan',
    text => {
      expect(parseTimespan(text)).toBeUndefined()
    },
  )
})
