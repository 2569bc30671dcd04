import { describe, expect, it } from 'vitest'
import { cellText } from '../../src/alert/cell-text.ts'
import { matchesCell, matchesValues } from '../../src/compare/matches-cell.ts'
import { instant, scalar } from '../sample.ts'

describe('a value of a test file', () => {
  it.each([
    ['string', scalar(50126), '50126', false],
    ['string', scalar('50126'), '50126', true],
    ['string', scalar(true), 'true', false],
    ['long', scalar('10'), 10n, false],
    ['long', scalar(10), 10n, true],
    ['int', scalar('7'), 7, false],
    ['real', scalar('1.5'), 1.5, false],
    ['real', scalar(''), 0, false],
    ['decimal', scalar('1.50'), '1.5', true],
    ['string', scalar(null, ''), '', true],
    ['long', scalar(9007199254740992, '9007199254740993'), 9007199254740993n, true],
    ['long', scalar(1.5), 1n, false],
    ['long', scalar(10, '10.0'), 10n, true],
    ['long', scalar(9007199254740992, '9007199254740993.0'), 9007199254740992n, false],
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
    ['dynamic', scalar(true, 'True'), 'true', true],
    ['dynamic', scalar('true'), 'true', false],
    ['dynamic', scalar(7, '7.0'), '7', true],
    ['dynamic', scalar('7'), '7', false],
    ['dynamic', scalar('7'), '"7"', true],
    ['dynamic', scalar(7), '"7"', false],
    ['dynamic', scalar('{"a":1}'), '{"a":1}', true],
    ['dynamic', scalar('{"a":2}'), '{"a":1}', false],
    ['real', scalar('inf'), Number.POSITIVE_INFINITY, true],
    ['real', scalar('-inf'), Number.POSITIVE_INFINITY, false],
    ['real', scalar('-inf'), Number.NEGATIVE_INFINITY, true],
    ['real', scalar(0), -0, true],
    ['real', scalar(1.5), 1.25, false],
    ['decimal', scalar(100, '100'), '100', true],
    ['decimal', scalar(1, '1.0'), '1', true],
    ['decimal', scalar(10, '10'), '1', false],
    ['int', scalar(7, '+7'), 7, true],
    ['int', scalar(-7), -7, true],
    ['int', scalar(8), 7, false],
    ['string', scalar(null, ''), ' ', false],
    ['bool', scalar(false), true, false],
    ['timespan', scalar('1h'), 36_000_000_001n, false],
    ['long', scalar(null, ''), null, true],
    ['long', scalar(null, ''), 0n, false],
    ['long', scalar(0), null, false],
  ] as const)('is read as %s: %o against %o', (type, written, value, matches) => {
    expect(matchesCell(written, { type, value })).toBe(matches)
  })

  it('is a list for a dynamic array', () => {
    const cell = { type: 'dynamic' as const, value: '["a",2]' }
    expect(matchesValues([scalar('a'), scalar(2)], cell)).toBe(true)
    expect(matchesValues([scalar('a')], cell)).toBe(false)
    expect(matchesValues([scalar(2), scalar('a')], cell)).toBe(false)
    expect(matchesValues([scalar(null, '~')], { type: 'dynamic', value: '[null]' })).toBe(true)
    expect(matchesValues([scalar('a'), scalar(2), scalar(2)], cell)).toBe(false)
  })

  it('is one value for any other cell', () => {
    const cell = { type: 'dynamic' as const, value: '"a"' }
    expect(matchesValues([scalar('a')], cell)).toBe(true)
    expect(matchesValues([scalar('a'), scalar('a')], cell)).toBe(false)
    expect(matchesValues([], { type: 'long', value: null })).toBe(false)
    // Only a dynamic cell is a list.
    expect(matchesValues([scalar('["a",2]')], { type: 'string', value: '["a",2]' })).toBe(true)
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
