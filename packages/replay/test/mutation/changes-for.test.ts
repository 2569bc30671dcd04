import { expect, test } from 'vitest'
import { changesFor } from '../../src/mutation/changes-for.ts'
import type { RowChange } from '../../src/mutation/row-variants.ts'
import type { Mutant } from '../../src/mutation/rule-mutants.ts'

const changes: readonly RowChange[] = [
  'repeat',
  'time',
  'absence',
  ...['Account', 'App', 'Kind', 'Level', 'Result'].map(column => ({ column })),
]

/** Which changes of rows may show that `before` became `after` in a query. */
function shownBy(kind: Mutant['kind'], kql: string, before = '', after = ''): readonly string[] {
  const isShown = changesFor({ kind, kql: kql.replace(before, after) }, kql)
  return changes.filter(isShown).map(change => (typeof change === 'string' ? change : change.column))
}

const filters = 'SigninLogs\n| where Result == "0" and App == "a"\n| where Account != "ann"'

test.each<[Mutant['kind'], readonly string[]]>([
  ['condition', []],
  ['comparison', ['repeat']],
  ['threshold', ['repeat']],
  ['window', ['repeat', 'time']],
  ['join', ['absence']],
  ['match', []],
  ['case', []],
  ['value', []],
])('a %s of a query is shown by its kind of change, and by the columns of its line', (kind, expected) => {
  expect(shownBy(kind, filters, '==', '!=')).toEqual([...expected, 'App', 'Result'])
})

test.each<[Mutant['kind'], readonly string[]]>([
  ['trigger', ['repeat', 'absence']],
  ['period', ['time']],
])('a %s, which is not in the query, is shown by no column', (kind, expected) => {
  expect(shownBy(kind, filters)).toEqual(expected)
})

test('a change after an empty line is shown by the columns of its own line', () => {
  expect(shownBy('condition', `\n${filters}`, 'Account != "ann"', 'true')).toEqual(['Account'])
})

test('a change of the last line is shown by its columns', () => {
  expect(shownBy('condition', filters, 'Account != "ann"', 'true')).toEqual(['Account'])
})

test('a change of a let is shown by the columns of the lines that read it', () => {
  const kql = 'let least = 3;\nSigninLogs\n| where Level >= least\n| where App == "a"'
  expect(shownBy('value', kql, '3', '4')).toEqual(['Level'])
})

test('a change of a line is shown by the columns that define what the line reads', () => {
  const kql =
    'SigninLogs\n| extend Rank = Level + 1\n| extend Best =~ Kind\n| extend Odd == App\n| where Rank > 3 and Best and Odd'
  expect(shownBy('condition', kql, '> 3', '> 4')).toEqual(['Level'])
})
