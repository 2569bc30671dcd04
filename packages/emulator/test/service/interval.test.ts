import { formatDatetime } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { parseInterval } from '../../src/service/interval.ts'

const now = new Date('2026-03-02T10:00:00Z')
const range = (text: string) => {
  const { from, to } = parseInterval(text, now) ?? {}
  return from === undefined || to === undefined ? undefined : [formatDatetime(from), formatDatetime(to)]
}
const day = ['2026-03-01T10:00:00.0000000Z', '2026-03-02T10:00:00.0000000Z']

describe('a timespan', () => {
  it.each([
    'P1D',
    'PT24H',
    // What the client for Python makes of a day.
    'PT86400.0S',
    '2026-03-01T10:00:00Z/2026-03-02T10:00:00.000Z',
    '2026-03-01T10:00:00Z/P1D',
    'P1D/2026-03-02T10:00:00Z',
  ])('%s is that day', text => expect(range(text)).toEqual(day))

  it.each(['', 'P', '1d', 'P1M', 'P1D/P1D', '2026-03-02/2026-03-01', '2026-03-01/P1D/P1D'])('%j is none', text =>
    expect(range(text)).toBeUndefined(),
  )
})
