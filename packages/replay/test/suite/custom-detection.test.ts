import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inside } from '@tripline/files'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replaySuite } from '../../src/index.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { testText } from './written-tests.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'detection-'))
})
afterAll(() => rm(root, { recursive: true }))

const query = 'DeviceProcessEvents | project Timestamp, DeviceId, ReportId, FileName'

/** A custom detection over processes, with other values of some keys. */
const detection = (changes: Readonly<Record<string, string>>) =>
  Object.entries({
    name: 'Processes',
    kind: 'CustomDetection',
    description: 'Identifies processes.',
    severity: 'High',
    frequency: '1h',
    query,
    entityMappings: '[{ entityType: Host, fieldMappings: [{ identifier: DeviceId, columnName: DeviceId }] }]',
    customDetails: '{ File: FileName }',
    ...changes,
  })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')

async function replayOne(keys: Readonly<Record<string, string>>, rule: Readonly<Record<string, string>> = {}) {
  await writeFile(join(root, 'a.yaml'), detection(rule))
  await writeFile(join(root, 'a.test.yaml'), testText(keys))
  const { cases, diagnostics } = await replaySuite(inside(root, join(root, 'a.test.yaml')), memoryEnvironment(root))
  const [{ status, differences, diagnostics: own }] = cases as [(typeof cases)[number]]
  return {
    status,
    messages: [...[...diagnostics, ...own].map(({ id }) => id), ...differences.map(({ message }) => message)],
  }
}

const passed = { status: 'passed', messages: [] }
const at = '2026-03-02T10:00:00Z'
const row = (time: string, more: Readonly<Record<string, string>> = {}) =>
  `{ ${Object.entries({ Timestamp: time, DeviceId: 'd1', ReportId: '1', FileName: 'a.exe', ...more })
    .map(([key, value]) => `${key}: "${value}"`)
    .join(', ')} }`
const rowsOf = (...rows: readonly string[]) => `{ DeviceProcessEvents: [${rows.join(', ')}] }`
const one = '{ alerts: [{ severity: High, title: Processes, entities: [{ Host: { DeviceId: d1 } }] }] }'
const none = '{ alerts: [] }'

// How far each frequency looks back: "Create custom detection rules", section Lookback.
describe('a run', () => {
  it.each([
    ['1h', '2026-03-02T06:00:00Z', one],
    ['1h', '2026-03-02T05:59:59Z', `${none.slice(0, -1)}, reaches: nothing }`],
    ['3h', '2026-03-01T22:00:00Z', one],
    ['3h', '2026-03-01T21:59:59Z', `${none.slice(0, -1)}, reaches: nothing }`],
    ['12h', '2026-02-28T10:00:00Z', one],
    ['12h', '2026-02-28T09:59:59Z', `${none.slice(0, -1)}, reaches: nothing }`],
    ['24h', '2026-01-31T10:00:00Z', one],
    ['24h', '2026-01-31T09:59:59Z', `${none.slice(0, -1)}, reaches: nothing }`],
    ['continuous', '2026-03-02T09:59:30Z', one],
    ['continuous', '2026-03-02T09:58:59Z', `${none.slice(0, -1)}, reaches: nothing }`],
    ['1h', at, `${none.slice(0, -1)}, reaches: nothing }`],
  ])('of a rule with the frequency %s and a row of %s', async (frequency, time, expect_) => {
    expect(await replayOne({ at, rows: rowsOf(row(time)), expect: expect_ }, { frequency })).toEqual(passed)
  })

  it('sees a row that arrives late while it looks back by arrival', async () => {
    const late = row('2026-03-02T04:00:00Z', { _IngestionTime: '2026-03-02T09:30:00Z' })
    expect(await replayOne({ at, rows: rowsOf(late), expect: one })).toEqual(passed)
  })

  it('sees all of a table without times', async () => {
    const rows = '{ DeviceTvmSoftwareInventory: [{ DeviceId: d1, SoftwareName: old }] }'
    const inventory = { query: 'DeviceTvmSoftwareInventory | project DeviceId, FileName = SoftwareName' }
    expect(await replayOne({ at, rows, expect: one }, inventory)).toEqual(passed)
  })
})

describe('alerts', () => {
  const replay = '{ from: 2026-03-02T10:00:00Z, to: 2026-03-02T13:00:00Z }'

  it('are raised once for an event that several runs see', async () => {
    const rows = rowsOf(row('2026-03-02T09:30:00Z'))
    expect(await replayOne({ replay, rows, expect: `{ alerts: [{ at: ${at}, rows: 1 }] }` })).toEqual(passed)
  })

  it('take later events with the same entities and details', async () => {
    const rows = rowsOf(row('2026-03-02T09:30:00Z'), row('2026-03-02T11:30:00Z', { ReportId: '2' }))
    expect(await replayOne({ replay, rows, expect: '{ alerts: [{ rows: 2 }] }' })).toEqual(passed)
  })

  it('differ by entities and by details', async () => {
    const rows = rowsOf(
      row('2026-03-02T09:30:00Z'),
      row('2026-03-02T09:31:00Z', { DeviceId: 'd2' }),
      row('2026-03-02T09:32:00Z', { FileName: 'b.exe' }),
    )
    expect(await replayOne({ at, rows, expect: '{ alerts: [{ rows: 1 }, { rows: 1 }, { rows: 1 }] }' })).toEqual(passed)
    const single = { eventGroupingSettings: '{ aggregationKind: SingleAlert }' }
    const all = '{ alerts: [{ rows: 3, entities: [{ Host: { DeviceId: d1 } }, { Host: { DeviceId: d2 } }] }] }'
    expect(await replayOne({ at, rows, expect: all }, single)).toEqual(passed)
  })

  it('differ by the columns in their title', async () => {
    const rows = rowsOf(row('2026-03-02T09:30:00Z'), row('2026-03-02T09:31:00Z', { ReportId: '2' }))
    const rule = { alertDetailsOverride: '{ alertDisplayNameFormat: "Report {{ReportId}}" }' }
    expect(
      await replayOne({ at, rows, expect: '{ alerts: [{ title: Report 1 }, { title: Report 2 }] }' }, rule),
    ).toEqual(passed)
  })

  it('are 150 at most, and which of more is not documented', async () => {
    const many = (count: number) =>
      `{ DeviceProcessEvents: [{ repeat: ${count}, from: 2026-03-02T09:00:00Z, DeviceId: "d{n}", ReportId: 1 }] }`
    const expected = `{ alerts: [${Array(150).fill('{}').join(', ')}] }`
    expect((await replayOne({ at, rows: many(150), expect: expected })).status).toBe('passed')
    expect(await replayOne({ at, rows: many(151), expect: none })).toEqual({
      status: 'error',
      messages: ['detection-alerts'],
    })
  })

  it('are no incidents by themselves', async () => {
    const rows = rowsOf(row('2026-03-02T09:30:00Z'))
    expect(await replayOne({ at, rows, expect: '{ incidents: 1 }' })).toEqual({
      status: 'error',
      messages: ['case-incidents'],
    })
  })

  // "If the custom details array exceeds this limit, the whole custom details array is dropped from the alert": 4 KB.
  it('have no custom details if these are too long together', async () => {
    const details = { customDetails: '{ File: FileName, Other: FileName }' }
    const short = rowsOf(row('2026-03-02T09:30:00Z', { FileName: 'x'.repeat(2000) }))
    const long = rowsOf(row('2026-03-02T09:30:00Z', { FileName: 'x'.repeat(2050) }))
    const kept = `{ alerts: [{ customDetails: { File: ${'x'.repeat(2000)} } }] }`
    expect(await replayOne({ at, rows: short, expect: kept }, details)).toEqual(passed)
    expect(await replayOne({ at, rows: long, expect: kept.replace('2000', '') }, details)).toMatchObject({
      status: 'failed',
    })
  })
})

describe('FileProfile', () => {
  const files = { query: 'DeviceFileEvents | invoke FileProfile(SHA1, 1000) | where GlobalPrevalence < 100' }
  const event = '{ Timestamp: 2026-03-02T09:30:00Z, DeviceId: d1, ReportId: 1, SHA1: AB }'
  const profiled = (prevalence: number) =>
    `{ DeviceFileEvents: [${event}], FileProfile: [{ SHA1: ab, GlobalPrevalence: ${prevalence} }] }`

  it('answers the rows that a case gives', async () => {
    expect(await replayOne({ at, rows: profiled(3), expect: one }, { ...files, customDetails: '{}' })).toEqual(passed)
    expect(await replayOne({ at, rows: profiled(300), expect: none }, { ...files, customDetails: '{}' })).toEqual(
      passed,
    )
  })
})
