import { expect, test } from 'vitest'
import { evidenceBundle, type RecordedChange } from '../src/index.ts'
import { nothing, rule } from './sample-evidence.ts'

const linesOf = (text = ''): readonly string[] => text.trimEnd().split('\r\n').slice(1)

const change: RecordedChange = {
  at: '2026-02-01T10:00:00.0000000Z',
  id: 'R1',
  name: 'Spray',
  operation: 'Write',
  status: 'Success',
  by: 'ada@contoso.example',
}
const step = { at: '2026-02-01T09:55:00.000Z', type: 'alertRules', id: 'r1', action: 'update', outcome: 'applied' }

test('an enabled rule of the workspace that has not run is listed, and no other', () => {
  const runs = [{ id: 'r2', name: 'Ran', runs: 3, notSuccessful: 0, first: 'a', last: 'b', longestPause: 60 }]
  const rules = [
    { ...rule, isEnabled: true },
    { ...rule, id: 'R2', isEnabled: true },
    { ...rule, id: 'r3', isEnabled: false },
    { ...rule, id: 'r4' },
  ]
  expect(linesOf(evidenceBundle({ ...nothing, rules, runs }).get('runs.csv'))).toEqual([
    'r2,Ran,3,0,a,b,60',
    'r1,Spray,0,,,,',
  ])
  expect(evidenceBundle({ ...nothing, rules }).has('runs.csv')).toBe(false)
})

test.each([
  [step, true],
  [{ ...step, at: '2026-02-01T10:10:00.000Z' }, true],
  [{ ...step, at: '2026-02-01T10:10:00.001Z' }, false],
  [{ ...step, at: '2026-02-01T09:49:59.999Z' }, false],
  [{ ...step, id: 'r2' }, false],
])('a change is in a journal if the same rule was deployed within ten minutes: %j', (one, expected) => {
  const lines = linesOf(evidenceBundle({ ...nothing, changes: [change], journal: [one] }).get('changes.csv'))
  expect(lines).toHaveLength(2)
  expect(lines.find(line => line.includes(',workspace,'))).toMatch(new RegExp(`,ada@contoso.example,${expected}$`))
})

test('of journals, only the days of the period count', () => {
  const journal = [
    '2025-12-31T23:59:59.999Z',
    '2026-01-01T00:00:00.000Z',
    '2026-03-31T23:59:59.999Z',
    '2026-04-01T00:00:00.000Z',
  ]
  const lines = linesOf(
    evidenceBundle({ ...nothing, journal: journal.map(at => ({ ...step, at })) }).get('changes.csv'),
  )
  expect(lines.map(line => line.split(',')[0])).toEqual(journal.slice(1, 3))
})
