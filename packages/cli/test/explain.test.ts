import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

const quiet = 'an hour later it stays quiet'

const explain = (...argv: readonly string[]) => tripline(['explain', ...argv])

test('the rows of each operator, and why there are too few', async () => {
  enterFolder(sample)
  const { code, stdout, stderr } = await explain('detections/blocked.yaml', '--case', quiet)
  expect([code, stderr]).toEqual([0, ''])
  // The run of 10:35 looks back one hour; the blocked address signs in at 09:30, another one at 09:40.
  const [title, funnel, cause] = stdout.split('\n\n')
  expect(title).toBe(`detections/blocked.yaml ${quiet}, the run of 2026-03-02T10:35:00Z, 0 alerts`)
  expect(funnel!.split('\n').map(line => line.trim().split(/ +/).slice(1))).toEqual([
    ['SigninLogs', '1', 'of', '2', '█'.repeat(16)],
    ['where', '0', 'of', '1'],
    ['project', '0'],
  ])
  expect(cause).toContain('detections/blocked.yaml:9:14 info window')
})

test('a funnel fits 80 columns, whatever the names and numbers', async () => {
  const table = 'AADNonInteractiveUserSignInLogs'
  const rows = `{ ${table}: [{ repeat: 100000, TimeGenerated: 2026-03-02T09:30:00Z }] }`
  enterFolder({
    ...sample,
    'detections/blocked.yaml': sample['detections/blocked.yaml']!.replace('SigninLogs', table),
    'detections/blocked.test.yaml': `rule: blocked.yaml
cases: [{ name: many, at: 2026-03-02T10:00:00Z, rows: ${rows}, expect: { alerts: [] } }]`,
  })
  const { stdout } = await explain('blocked', '--case', 'many')
  const [, funnel] = stdout.split('\n\n')
  expect(funnel).toContain('100,000')
  expect(Math.max(...funnel!.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
})

test('a document for programs', async () => {
  enterFolder(sample)
  const { code, stdout } = await explain('blocked', '--case', quiet, '--format', 'json')
  const { rule, at, alerts, causes } = JSON.parse(stdout)
  expect([code, rule, at, alerts]).toEqual([0, 'detections/blocked.yaml', '2026-03-02T10:35:00Z', 0])
  expect(causes).toMatchObject([
    { kind: 'window', line: 9 },
    { kind: 'predicate', line: 17 },
  ])
})

test('a case that fires has a funnel and no causes', async () => {
  enterFolder(sample)
  const { stdout } = await explain('blocked', '--case', 'the blocked address fires', '--format', 'json')
  const { alerts, causes, stages } = JSON.parse(stdout)
  expect([alerts, causes]).toEqual([1, []])
  expect(stages.at(-1)).toMatchObject({ operator: 'project', rowsIn: 1, rowsOut: 1 })
})

test.each([
  ['an unknown rule', ['nothing', '--case', quiet], 'rule-unknown', 'nothing is neither'],
  ['an unknown case', ['blocked', '--case', 'an hour later it stays quite'], 'case-unknown', `did you mean ${quiet}?`],
])('%s is one message', async (_, argv, id, text) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await explain(...argv)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain(id)
  expect(stderr).toContain(text)
})

test('a rule without tests', async () => {
  const { 'detections/blocked.test.yaml': _, ...files } = sample
  enterFolder(files)
  const { code, stderr } = await explain('blocked', '--case', quiet)
  expect(code).toBe(2)
  expect(stderr).toContain('rule-untested')
})
