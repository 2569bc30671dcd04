import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside } from '@tripline/files'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { replaySuite } from '../../src/index.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'duplicates-'))
})
afterAll(() => rmSync(root, { recursive: true }))

/** A case of the sample rule, run every 5 minutes from 09:00 to 10:00, over a row at 09:01 and one at 09:31. */
async function report(rule: Readonly<Record<string, string>>, expected: number) {
  writeFileSync(join(root, 'a.yaml'), ruleText(rule))
  const replay = '{ from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:00:00Z }'
  const rows = '{ SigninLogs: [{ repeat: 2, every: 30m, from: 2026-03-02T09:01:00Z, ResultType: "50126" }] }'
  writeFileSync(join(root, 'a.test.yaml'), testText({ replay, rows, expect: `{ duplicates: ${expected} }` }))
  const { cases } = await replaySuite(inside(root, join(root, 'a.test.yaml')), memoryEnvironment(root))
  const [{ status, differences, diagnostics }] = cases as [(typeof cases)[number]]
  return [status, ...differences.map(({ message }) => message), ...diagnostics.map(({ message }) => message)]
}

test('a row that one window sees is behind one alert', async () => {
  expect(await report({ queryPeriod: '5m' }, 0)).toEqual(['passed'])
})

test('a row that overlapping windows see is behind several', async () => {
  // The runs of 09:05 and 09:10 see the row of 09:01; those of 09:35 and 09:40 the one of 09:31.
  expect(await report({ queryPeriod: '10m' }, 2)).toEqual(['passed'])
  expect(await report({ queryPeriod: '10m' }, 0)).toEqual([
    'failed',
    'expected 0 rows behind more than one alert, got 2: one of them is behind alerts of 2026-03-02T09:05:00Z, 2026-03-02T09:10:00Z',
  ])
})

test('what the rule reports once is not counted', async () => {
  // Of two windows, one has the row in its last 5 minutes.
  const query = 'SigninLogs | where TimeGenerated >= now() - 5m'
  expect(await report({ queryPeriod: '10m', query }, 0)).toEqual(['passed'])
})

test('where that is not defined, the case is an error', async () => {
  const query = 'SigninLogs | make-series n = count() on TimeGenerated from now(-1h) to now() step 5m'
  expect(await report({ queryPeriod: '5m', query }, 0)).toEqual([
    'error',
    'the rows behind the alerts are not defined: make-series makes rows of several others',
  ])
})
