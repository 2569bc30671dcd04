import { describe, expect, test } from 'vitest'
import {
  datetimeFormatProblem,
  formatDatetimeAs,
  formatTimespanAs,
  timespanFormatProblem,
} from '../../../src/functions/datetime/time-format.ts'
import { parseKustoDatetime, parseKustoTimespan } from '../../../src/time/datetime-text.ts'

describe('format_datetime (semantics 6.15)', () => {
  const format = (text: string, pattern: string): string => formatDatetimeAs(parseKustoDatetime(text)!, pattern)

  test('letters are split into the longest known runs', () => {
    expect(format('2009-03-07 04:05:06.1230000', 'yyyy/MM/dd HH:mm:ss.fff')).toBe('2009/03/07 04:05:06.123')
    expect(format('2009-03-07', 'd M y')).toBe('7 3 9')
    expect(format('2009-03-07', 'ddd MMMM')).toBe('077 0303')
  })

  test('24-hour and 12-hour clock', () => {
    expect(format('2009-03-07 00:05', 'H hh tt')).toBe('0 12 AM')
    expect(format('2009-03-07 23:05', 'HH h tt')).toBe('23 11 PM')
  })

  test('F drops trailing zeros', () => {
    expect(format('2009-03-07 00:00:00.0450000', '[fffff] [FFFFF] [FF]')).toBe('[04500] [045] [04]')
  })

  test('other characters are refused', () => {
    expect(['yyyy-MM-ddTHH', 'K', "'at' HH", 't'].map(pattern => datetimeFormatProblem(pattern) !== undefined)).toEqual(
      [true, true, true, true],
    )
    expect(datetimeFormatProblem('yy-MM-dd [HH:mm]')).toBeUndefined()
  })
})

test('format_timespan writes hours within the day and a leading sign (semantics 6.15)', () => {
  const span = parseKustoTimespan('3.04:05:06.0700000')!
  expect(formatTimespanAs(span, 'd.hh:mm:ss.fff')).toBe('3.04:05:06.070')
  expect(formatTimespanAs(span, 'dddd h:m FF')).toBe('0003 4:5 07')
  expect(formatTimespanAs(-span, 'h m')).toBe('-4 5')
  expect(timespanFormatProblem('d\\.hh')).toMatch(/\\/)
  expect(timespanFormatProblem('c')).toMatch(/'c'/)
})
