import { formatIsoDuration } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../src/index.ts'

const minute = 600_000_000n

describe('a duration', () => {
  it.each([
    ['5m', 5n],
    ['PT5M', 5n],
    ['00:05:00', 5n],
    ['1h', 60n],
    ['1.02:30', 1590n],
    ['14d', 20160n],
    ['P14D', 20160n],
    ['P2W', 20160n],
    ['P1DT12H', 2160n],
    ['1.5h', 90n],
  ])('%s is %i minutes', (text, minutes) => {
    expect(parseDuration(text)).toEqual({ ticks: minutes * minute, text })
  })

  it.each(['', '5', 'P', 'PT', 'P1M', 'P1Y', '-5m', '1 fortnight', '25:00:00'])('%j is none', text => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it.each([
    ['1d', 'P1D'],
    ['24h', 'P1D'],
    ['90m', 'PT1H30M'],
    ['1.02:03:04.5', 'P1DT2H3M4.5S'],
    ['0s', 'PT0S'],
  ])('%s is %s to the REST interface', (text, iso) => {
    expect(formatIsoDuration(parseDuration(text)!.ticks)).toBe(iso)
  })
})
