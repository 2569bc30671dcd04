import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside, named } from '@tripline/files'
import { openLogStore } from '@tripline/kql/engine'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaySuite } from '../../src/index.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'silence-'))
})
afterEach(() => rm(root, { recursive: true }))

/** One case of the sample rule, which runs every 5 minutes over an hour, with other values of some of its keys. */
async function replayOne(
  keys: Readonly<Record<string, string>>,
  { rule = {}, logs }: { readonly rule?: Readonly<Record<string, string>>; readonly logs?: string } = {},
) {
  await writeFile(join(root, 'a.yaml'), ruleText(rule))
  await writeFile(join(root, 'a.test.yaml'), testText(keys))
  if (logs !== undefined) await writeFile(join(root, 'SigninLogs.jsonl'), logs)
  const environment = { ...memoryEnvironment(root), logs: openLogStore(named(join(root, 'stored'))) }
  const { cases } = await replaySuite(inside(root, join(root, 'a.test.yaml')), environment)
  const [{ status, differences, diagnostics }] = cases as [(typeof cases)[number]]
  return { status, messages: [...differences, ...diagnostics].map(({ message }) => message) }
}

const at = '2026-03-02T10:00:00Z'
const signIns = (time: string, more = '') => `{ SigninLogs: [{ TimeGenerated: "2026-03-02T${time}Z"${more} }] }`
const quiet = '{ alerts: [] }'
const passed = { status: 'passed', messages: [] }
const fails = (message: string) => ({ status: 'failed', messages: [message] })
const advice = 'if that is the point, expect reaches: nothing'
const window = '2026-03-02T09:00:00Z to 2026-03-02T10:00:00Z'

// A scheduled run sees rows with TimeGenerated in [T - queryPeriod, T) (docs/replay-semantics.md).
describe('a case without alerts', () => {
  it.each(['09:00:00', '09:30:00', '09:59:59'])('passes if a row lies in the window: %s', async time => {
    expect(await replayOne({ at, rows: signIns(time), expect: quiet })).toEqual(passed)
  })

  it.each(['08:59:59', '10:00:00', '23:00:00'])('proves nothing if all rows lie outside: %s', async time => {
    expect(await replayOne({ at, rows: signIns(time), expect: quiet })).toEqual(
      fails(`proves nothing: 0 of 1 SigninLogs rows lie in the window of ${at} (${window}); ${advice}`),
    )
  })

  it('proves nothing without rows of the tables that the query names', async () => {
    const query = 'SigninLogs | where ResultType == "1" | join kind=inner AuditLogs on CorrelationId'
    const message = `proves nothing: the case has no rows of SigninLogs or AuditLogs; ${advice}`
    const rule = { query, entityMappings: '[]' }
    expect(await replayOne({ at, expect: quiet }, { rule })).toEqual(fails(message))
    const elsewhere = '{ SecurityAlert: [{ TimeGenerated: "2026-03-02T09:30:00Z" }] }'
    expect(await replayOne({ at, rows: elsewhere, expect: quiet }, { rule })).toEqual(fails(message))
    expect(await replayOne({ at, rows: '{ AuditLogs: [] }', expect: quiet }, { rule })).toEqual(fails(message))
  })

  it('proves something over one of several tables', async () => {
    const rule = { query: 'SigninLogs | join kind=inner AuditLogs on CorrelationId', entityMappings: '[]' }
    expect(await replayOne({ at, rows: signIns('09:30:00'), expect: quiet }, { rule })).toEqual(passed)
  })

  it('is not asked for rows where the query reads no table', async () => {
    const rule = { query: 'print a = 1 | where a == 2', entityMappings: '[]' }
    expect(await replayOne({ at, expect: quiet }, { rule })).toEqual(passed)
  })

  it('is asked for rows where it expects no incidents instead', async () => {
    expect(await replayOne({ at, expect: '{ incidents: 0 }' })).toMatchObject({ status: 'failed' })
  })

  it.each([
    // Runs at 09:00, 09:05, …, 10:00 see [08:00, 10:00); the row of 10:00 lies in none of them.
    ['09:59:59', passed],
    ['08:00:00', passed],
    [
      '10:00:00',
      fails(
        `proves nothing: 0 of 1 SigninLogs rows lie in the window of any of the 13 runs (2026-03-02T08:00:00Z to ${at}); ${advice}`,
      ),
    ],
  ])('is judged by all runs of a replay: %s', async (time, expected) => {
    const replay = `{ from: 2026-03-02T09:00:00Z, to: ${at} }`
    expect(await replayOne({ replay, rows: signIns(time), expect: quiet })).toEqual(expected)
  })

  it('is judged by each window, not by the time between them', async () => {
    // Runs at 09:00 and 10:00 see the last five minutes of each hour.
    const rule = { queryFrequency: '1h', queryPeriod: '5m' }
    const replay = `{ from: 2026-03-02T09:00:00Z, to: ${at} }`
    const status = async (time: string) =>
      (await replayOne({ replay, rows: signIns(time), expect: quiet }, { rule })).status
    expect([await status('08:57:00'), await status('09:30:00'), await status('09:57:00')]).toEqual([
      'passed',
      'failed',
      'passed',
    ])
  })

  it('proves what rows that come too late prove', async () => {
    const late = signIns('09:30:00', ', _IngestionTime: 2026-03-02T11:00:00Z, ResultType: "50126"')
    expect(await replayOne({ at, rows: late, expect: quiet })).toEqual(passed)
  })

  it('is judged by arrival under a near-real-time rule', async () => {
    const rule = { kind: 'NRT' }
    expect(await replayOne({ at, rows: signIns('09:59:30'), expect: quiet }, { rule })).toEqual(passed)
    expect(await replayOne({ at, rows: signIns('09:30:00'), expect: quiet }, { rule })).toMatchObject({
      status: 'failed',
    })
  })

  it('may rest on a log that the database reads', async () => {
    const line = (time: string) =>
      `{"TimeGenerated":"2026-03-02T${time}Z","ResultType":"0","Identity":"${'x'.repeat(500)}"}\n`
    const data = '{ SigninLogs: SigninLogs.jsonl }'
    const outside = line('08:00:00').repeat(3_000)
    expect(await replayOne({ at, data, expect: quiet }, { logs: outside + line('09:30:00') })).toEqual(passed)
    expect(await replayOne({ at, data, expect: quiet }, { logs: outside })).toEqual(
      fails(`proves nothing: 0 of 3000 SigninLogs rows lie in the window of ${at} (${window}); ${advice}`),
    )
    const nothing = '{ alerts: [], reaches: nothing }'
    expect(await replayOne({ at, data, expect: nothing }, { logs: outside })).toEqual(passed)
  })
})

describe('reaches', () => {
  const nothing = '{ alerts: [], reaches: nothing }'

  it('nothing passes without rows in the window, and fails with them', async () => {
    expect(await replayOne({ at, expect: nothing })).toEqual(passed)
    expect(await replayOne({ at, rows: signIns('08:00:00'), expect: nothing })).toEqual(passed)
    expect(await replayOne({ at, rows: signIns('09:30:00'), expect: nothing })).toEqual(
      fails('rows of SigninLogs reach the query; expected none to'),
    )
  })

  it('nothing passes with rows that come too late', async () => {
    const late = signIns('09:30:00', ', _IngestionTime: 2026-03-02T11:00:00Z')
    expect(await replayOne({ at, rows: late, expect: nothing })).toEqual(passed)
  })

  it('nothing fails with rows that raise alerts', async () => {
    const rows = signIns('09:30:00', ', ResultType: "50126", IPAddress: 203.0.113.9')
    expect(await replayOne({ at, rows, expect: '{ reaches: nothing }' })).toEqual(
      fails('rows of SigninLogs reach the query; expected none to'),
    )
  })

  const query = 'SigninLogs | where ResultType == "50126" | summarize n = count() by IPAddress | where n > 5 | take 10'
  const failure = signIns('09:30:00', ', ResultType: "50126"')
  const success = signIns('09:30:00', ', ResultType: "0"')

  // One failure passes the first filter and not the second; a success does not pass the first.
  it.each([
    ['SigninLogs', success, passed],
    ['summarize', failure, passed],
    ['summarize', success, fails('no row reaches summarize; the last operator that rows reach is where on line 14')],
    ['where', failure, passed],
    ['where', success, fails('no row reaches where; the last operator that rows reach is where on line 14')],
    ['take', failure, fails('no row reaches take; the last operator that rows reach is where on line 14')],
    ['take', signIns('08:00:00'), fails('no row reaches take; no run sees any row')],
    [
      'sumarize',
      failure,
      { status: 'error', messages: ['the query has no operator sumarize; did you mean summarize?'] },
    ],
  ])('an operator: %s', async (operator, rows, expected) => {
    const written = { at, rows, expect: `{ alerts: [], reaches: ${operator} }` }
    expect(await replayOne(written, { rule: { query } })).toEqual(expected)
  })

  it('an operator in some run of a replay', async () => {
    const replay = `{ from: 2026-03-02T09:00:00Z, to: 2026-03-02T12:00:00Z }`
    const written = { replay, rows: failure, expect: '{ alerts: [], reaches: summarize }' }
    expect(await replayOne(written, { rule: { query, queryFrequency: '1h' } })).toEqual(passed)
  })
})
