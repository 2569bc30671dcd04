import { formatDatetime } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { parseKustoDatetime, parseKustoTimespan } from '../../src/time/datetime-text.ts'

const parsed = (text: string): string | null => {
  const ticks = parseKustoDatetime(text)
  return ticks === null ? null : formatDatetime(ticks).replace(/\.0{7}Z$/, '')
}

describe('todatetime (semantics 6.4)', () => {
  test.each([
    ['2024-03-05', '2024-03-05T00:00:00'],
    [' 2024-03-05 06:07 ', '2024-03-05T06:07:00'],
    ['2024-03-05T06:07:08.1234567Z', '2024-03-05T06:07:08.1234567Z'],
    ['2024-03-05T00:30:00+01:30', '2024-03-04T23:00:00'],
    ['2024-03-05T06:07:08 GMT', '2024-03-05T06:07:08'],
    ['Tue, 5 Mar 24 06:07:08 GMT', '2024-03-05T06:07:08'],
    ['Tuesday, 05-Mar-24 06:07', '2024-03-05T06:07:00'],
    ['5 Mar 2024', '2024-03-05T00:00:00'],
    ['March 5, 2024', '2024-03-05T00:00:00'],
    ['20240305', '2024-03-05T00:00:00'],
    ['3/5/2024 6:07 PM', '2024-03-05T18:07:00'],
    ['03.05.2024', '2024-03-05T00:00:00'],
    ['2024, 3, 5', '2024-03-05T00:00:00'],
    ['8 Nov 75', '1975-11-08T00:00:00'],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toBe(expected)
  })

  test.each(['', 'soon', '25/12/2024', '2024-02-30', '2024-03-05T24:00:00', '5 Foo 2024', '3/5-2024', '13:00 PM'])(
    '%s is null',
    text => {
      expect(parsed(text)).toBeNull()
    },
  )
})

test('totimespan accepts clock texts and literals, not bare numbers (semantics 6.7)', () => {
  expect(parseKustoTimespan(' 2.03:04:05 ')).toBe(1_838_450_000_000n)
  expect(parseKustoTimespan('1.5h')).toBe(54_000_000_000n)
  expect(parseKustoTimespan('-10s')).toBe(-100_000_000n)
  expect(['7', '', 'x', '25:00:00'].map(parseKustoTimespan)).toEqual([null, null, null, null])
})
