import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside } from '@tripline/files'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replaySuite } from '../../src/index.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'missed-'))
})
afterAll(() => rmSync(root, { recursive: true }))

/** What a case of the sample rule, run every 5 minutes from 09:00 to 10:00, misses; undefined if nothing. */
async function missedBy(rule: Readonly<Record<string, string>>, rows: string, more = '') {
  writeFileSync(join(root, 'a.yaml'), ruleText(rule))
  const replay = `{ from: 2026-03-02T09:00:00Z, to: 2026-03-02T10:00:00Z${more} }`
  writeFileSync(join(root, 'a.test.yaml'), testText({ replay, rows, expect: '{ missed: 0 }' }))
  const environment = memoryEnvironment(root)
  const { cases } = await replaySuite(inside(root, join(root, 'a.test.yaml')), environment)
  const [{ differences, diagnostics }] = cases as [(typeof cases)[number]]
  expect(diagnostics).toEqual([])
  const [missed] = differences.filter(({ path }) => path === 'missed')
  return missed?.message
}

const signIns = (...rows: readonly string[]) =>
  `{ SigninLogs: [${rows.map(row => `{ ${row}, ResultType: "50126" }`).join(', ')}] }`
const one = (time: string, arrived?: string) =>
  `TimeGenerated: "2026-03-02T${time}Z"${arrived ? `, _IngestionTime: "2026-03-02T${arrived}Z"` : ''}`

// Rows are seen with TimeGenerated in [T - queryPeriod, T), if they arrive by T + 5 min (docs/replay-semantics.md).
describe('a schedule misses', () => {
  it('nothing where each window begins in the one before', async () => {
    const every30s = signIns('repeat: 120, every: 30s, from: 2026-03-02T09:00:00Z')
    expect(await missedBy({ queryPeriod: '5m' }, every30s)).toBeUndefined()
    expect(await missedBy({ queryPeriod: '1h' }, every30s)).toBeUndefined()
  })

  it('what lies between windows that are shorter than the frequency', async () => {
    // Of each 5 minutes, the last 2 are seen: 4 of 10 rows.
    const every30s = signIns('repeat: 120, every: 30s, from: 2026-03-02T09:00:00Z')
    expect(await missedBy({ queryPeriod: '2m' }, every30s)).toBe(
      'expected 0 missed rows, got 72: no run sees 72 of 120 SigninLogs rows',
    )
  })

  it.each([
    ['08:54:59', 1],
    ['08:55:00', 0],
    ['09:59:59', 0],
    ['10:00:00', 1],
  ])('what happens before its first window or after its last one: %s', async (time, missed) => {
    const message = await missedBy({ queryPeriod: '5m' }, signIns(one(time)))
    expect(message).toBe(missed ? 'expected 0 missed rows, got 1: no run sees 1 of 1 SigninLogs rows' : undefined)
  })

  it.each([
    ['5m', '09:35:00', 0],
    ['5m', '09:35:01', 1],
    ['10m', '09:40:00', 0],
    ['10m', '09:40:01', 1],
  ])(
    'what arrives after the last run that could see it: period %s, arrived %s',
    async (queryPeriod, arrived, missed) => {
      const message = await missedBy({ queryPeriod }, signIns(one('09:29:59', arrived)))
      expect(message === undefined).toBe(missed === 0)
    },
  )

  it('what only suppressed runs could have seen', async () => {
    const suppressed = { queryPeriod: '5m', suppressionEnabled: 'true', suppressionDuration: '15m' }
    // The run of 09:10 fires, those of 09:15 and 09:20 do not take place.
    const rows = signIns(one('09:07:00'), one('09:12:00'), one('09:17:00'), one('09:22:00'))
    expect(await missedBy(suppressed, rows)).toBe('expected 0 missed rows, got 2: no run sees 2 of 4 SigninLogs rows')
  })

  it('rows of the tables that the query reads, and no others', async () => {
    const rows = `{ SigninLogs: [{ ${one('12:00:00')} }], AuditLogs: [{ ${one('12:00:00')} }] }`
    expect(await missedBy({}, rows)).toContain('got 1: no run sees 1 of 1 SigninLogs rows')
  })

  it('rows of one table, and does not name the others', async () => {
    const rows = `{ SigninLogs: [{ ${one('12:00:00')} }], AuditLogs: [{ ${one('09:30:00')} }] }`
    expect(await missedBy({ query: 'union SigninLogs, AuditLogs' }, rows)).toBe(
      'expected 0 missed rows, got 1: no run sees 1 of 1 SigninLogs rows',
    )
  })

  it('what a near-real-time rule has not received', async () => {
    const rows = signIns(one('09:30:00', '09:59:59'), one('09:30:00', '10:00:00'))
    expect(await missedBy({ kind: 'NRT' }, rows)).toContain('got 1')
  })
})
