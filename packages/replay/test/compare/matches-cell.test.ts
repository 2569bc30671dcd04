import { describe, expect, it } from 'vitest'
import { cellText } from '../../src/alert/cell-text.ts'
import { matchesCell, matchesValues } from '../../src/compare/matches-cell.ts'
import { instant, scalar } from '../sample.ts'

describe('a value of a test file', () => {
  it.each([
    ['string', scalar(50126), '50126', true],
    ['string', scalar(null, ''), '', true],
    ['long', scalar('9007199254740993'), 9007199254740993n, true],
    ['long', scalar(1.5), 1n, false],
    ['int', scalar(7), 7, true],
    ['bool', scalar(true), true, true],
    ['bool', scalar('true'), true, false],
    ['real', scalar(1), 1, true],
    ['real', scalar('NaN'), Number.NaN, true],
    ['decimal', scalar(1.5, '1.50'), '1.5', true],
    ['datetime', scalar('2026-03-02T10:00:00Z'), instant('2026-03-02T10:00:00Z'), true],
    ['timespan', scalar('1h'), 36_000_000_000n, true],
    ['guid', scalar('ABCDEF00-0000-4000-8000-000000000000'), 'abcdef00-0000-4000-8000-000000000000', true],
    ['dynamic', scalar('a'), '"a"', true],
    ['dynamic', scalar(true), 'true', true],
    ['long', scalar(null, ''), null, true],
    ['long', scalar(0), null, false],
  ] as const)('is read as %s: %o against %o', (type, written, value, matches) => {
    expect(matchesCell(written, { type, value })).toBe(matches)
  })

  it('is a list for a dynamic array', () => {
    const cell = { type: 'dynamic' as const, value: '["a",2]' }
    expect(matchesValues([scalar('a'), scalar(2)], cell)).toBe(true)
    expect(matchesValues([scalar('a')], cell)).toBe(false)
  })
})

describe('the text of a value', () => {
  // Semantics §7: what tostring answers.
  it.each([
    ['bool', true, 'True'],
    ['long', 12n, '12'],
    ['real', 100000000000, '100000000000.0'],
    ['datetime', instant('2020-01-01'), '2020-01-01T00:00:00.0000000Z'],
    ['timespan', 1_800_000_000n, '00:03:00'],
    ['dynamic', '"a\\"b"', 'a"b'],
    ['dynamic', 'true', 'true'],
    ['dynamic', '{"a":1}', '{"a":1}'],
    ['dynamic', 'null', ''],
    ['long', null, ''],
  ] as const)('%s %o', (type, value, text) => {
    expect(cellText(type, value)).toBe(text)
  })
})
