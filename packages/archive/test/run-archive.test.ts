import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type ArchiveAccess, type ArchiveRun, runArchive } from '../src/index.ts'
import { archiveWorld, type Row } from './archive-world.ts'
import { lastManifests, restoredRows } from './restored-rows.ts'

const row = (time: string, more: object = {}): Row => ({ TimeGenerated: `2026-03-${time}Z`, Computer: 'a', ...more })
const lines = (...rows: readonly Row[]) => rows.map(one => `${JSON.stringify(one)}\n`).join('')

/** Hexadecimal digits that packing only halves. */
const noise = (length: number): string =>
  Array.from({ length: length / 8 }, (_, index) =>
    createHash('md5').update(String(index)).digest('hex').slice(0, 8),
  ).join('')

const beats = [row('01T09:31:00'), row('01T09:34:59'), row('01T10:00:00'), row('02T00:00:00')]
const logs = {
  Heartbeat: beats,
  // One row is lost, one hour is delivered twice.
  SigninLogs: [row('01T09:00:00', { Id: 'x' }), row('01T09:10:00'), row('01T11:00:00')],
  // Export does not support it, so nothing lands.
  AzureDiagnostics: [row('01T09:31:00'), row('02T23:59:59.9999999')],
  AuditLogs: [row('01T09:00:00'), row('01T09:01:00')],
  Syslog: [],
  // Of these, a part of 10 KB takes one.
  Usage: ['00', '05', '10'].map((minute, index) =>
    row(`02T00:${minute}:00`, { Computer: noise(index === 0 ? 140_000 : 9) }),
  ),
}
const world = await archiveWorld(logs)
for (const one of beats) await world.land('Heartbeat', one.TimeGenerated, lines(one))
for (const one of logs.Usage) await world.land('Usage', one.TimeGenerated, lines(one))
await world.land('SigninLogs', '2026-03-01T09:10:00Z', lines(row('01T09:10:00')))
for (let count = 0; count < 2; count++) {
  await world.land('SigninLogs', '2026-03-01T11:00:00Z', lines(row('01T11:00:00')))
}

const day = '2026-03-02'

async function run(access: ArchiveAccess, table: string, until = day): Promise<ArchiveRun> {
  const answer = await runArchive([{ table, route: 'export' }], until, access)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

const sums = ({ closed }: ArchiveRun) =>
  closed.map(({ day, revision, verdict, missing, surplus, parts }) => [
    `${day} r${revision} ${verdict}`,
    missing,
    surplus,
    ...parts.map(({ name, rows }) => `${name.split('/').at(-1)} ${rows}`),
  ])

describe('a day', () => {
  test('is archived as it landed, and proved by the counts of the workspace', async () => {
    const access = await world.vault()
    const result = await run(access, 'Heartbeat')
    expect(sums(result)).toEqual([
      ['2026-03-01 r1 complete', 0, 0, 'part-0001.jsonl.gz 3'],
      ['2026-03-02 r1 complete', 0, 0, 'part-0001.jsonl.gz 1'],
    ])
    const listed = await access.vault.list('')
    expect(listed.ok && listed.value.map(({ name, tier }) => `${tier} ${name}`)).toEqual([
      'Archive Heartbeat/2026/03/01/part-0001.jsonl.gz',
      'Archive Heartbeat/2026/03/02/part-0001.jsonl.gz',
      'Cool manifests/Heartbeat/00000001.json',
      'Cool manifests/Heartbeat/00000002.json',
    ])
    expect(await restoredRows(access, 'Heartbeat')).toEqual(beats)
  })

  test('is closed once, which lists alone show', async () => {
    const access = await world.vault()
    await run(access, 'Heartbeat')
    const watched: ArchiveAccess = {
      ...access,
      queries: { run: () => Promise.reject(new Error('asked')) },
      vault: { ...access.vault, read: () => Promise.reject(new Error('asked')) },
    }
    expect(await run(watched, 'Heartbeat')).toEqual({ closed: [], problems: [] })
  })

  test('with missing rows takes those hours from the workspace; what came twice is recorded and kept', async () => {
    const access = await world.vault()
    const result = await run(access, 'SigninLogs')
    expect(sums(result)).toEqual([
      ['2026-03-01 r1 filled', 1, 1, 'part-0001.jsonl.gz 3', 'part-0002.jsonl.gz 2'],
      ['2026-03-02 r1 complete', 0, 0],
    ])
    expect((await lastManifests(access, 'SigninLogs'))[0]?.hours).toEqual([
      { hour: '2026-03-01T09', landed: 1, workspace: 2, filledBy: 'SigninLogs/2026/03/01/part-0002.jsonl.gz' },
      { hour: '2026-03-01T11', landed: 2, workspace: 1 },
    ])
    const rows = await restoredRows(access, 'SigninLogs')
    expect(rows.map(({ TimeGenerated, Id }) => [TimeGenerated.slice(11, 16), Id])).toEqual([
      ['09:00', 'x'],
      ['09:10', undefined],
      ['11:00', undefined],
      ['11:00', undefined],
    ])
  })

  test('of a table that export does not support is filled whole', async () => {
    const access = await world.vault()
    expect(sums(await run(access, 'AzureDiagnostics'))).toEqual([
      ['2026-03-01 r1 filled', 1, 0, 'part-0001.jsonl.gz 1'],
      ['2026-03-02 r1 filled', 1, 0, 'part-0001.jsonl.gz 1'],
    ])
    expect((await restoredRows(access, 'AzureDiagnostics')).map(({ TimeGenerated }) => TimeGenerated)).toEqual([
      '2026-03-01T09:31:00.0000000Z',
      '2026-03-02T23:59:59.9999999Z',
    ])
  })

  test('without rows has a manifest that says so', async () => {
    expect(sums(await run(await world.vault(), 'Syslog'))).toEqual([['2026-03-02 r1 complete', 0, 0]])
  })

  test('that is older than the retention of the table is archived, and not proved', async () => {
    const access = { ...(await world.vault()), retentionDays: async () => ({ ok: true as const, value: 3 }) }
    expect((await run(access, 'SigninLogs')).closed).toMatchObject([
      { day: '2026-03-01', verdict: 'unproved', reason: 'older than the 3 days that the workspace keeps' },
      { day: '2026-03-02', verdict: 'unproved' },
    ])
  })

  test('goes on in another part, file by file, once one is large enough', async () => {
    const access = { ...(await world.vault()), largestPart: 10_000 }
    expect(sums(await run(access, 'Usage'))).toEqual([
      ['2026-03-02 r1 complete', 0, 0, 'part-0001.jsonl.gz 1', 'part-0002.jsonl.gz 2'],
    ])
    expect(await restoredRows(access, 'Usage')).toEqual(logs.Usage)
  })
})

describe('rows that land later', () => {
  test('make a second part and revision; the workspace is asked again', async () => {
    const access = await world.vault()
    await world.land('AuditLogs', '2026-03-01T09:00:00Z', lines(row('01T09:00:00')))
    expect(sums(await run(access, 'AuditLogs', '2026-03-01'))).toEqual([
      ['2026-03-01 r1 filled', 1, 0, 'part-0001.jsonl.gz 1', 'part-0002.jsonl.gz 2'],
    ])
    // Without the end of its line.
    await world.land('AuditLogs', '2026-03-01T09:01:00Z', JSON.stringify(row('01T09:01:00')))
    const again = await run(access, 'AuditLogs', '2026-03-01')
    expect(sums(again)).toEqual([
      ['2026-03-01 r2 complete', 0, 0, 'part-0001.jsonl.gz 1', 'part-0002.jsonl.gz 2', 'part-0003.jsonl.gz 1'],
    ])
    // The hour is no longer filled: all its rows have landed.
    expect(await restoredRows(access, 'AuditLogs')).toEqual(logs.AuditLogs)
    expect(await lastManifests(access, 'AuditLogs')).toMatchObject([
      { sources: [{ rows: 2, last: '2026-03-01T09:01:00Z' }] },
    ])
    expect(again.closed[0]?.parts.map(({ isNew }) => isNew)).toEqual([false, false, true])
    expect(await run(access, 'AuditLogs', '2026-03-01')).toEqual({ closed: [], problems: [] })
  })
})

describe('a table ends', () => {
  test('where another run has written the next manifest; a run after that goes on', async () => {
    const access = await world.vault()
    const late: ArchiveAccess = {
      ...access,
      vault: {
        ...access.vault,
        async list(prefix) {
          const listed = await access.vault.list(prefix)
          await run(access, 'Heartbeat', '2026-03-01')
          return listed
        },
      },
      writtenBy: { tool: 'tripline 1.2.3', run: 'another' },
    }
    expect((await run(late, 'Heartbeat')).problems).toMatchObject([
      { table: 'Heartbeat', day: '2026-03-01', error: { code: 'AnotherRun' } },
    ])
    expect(sums(await run(access, 'Heartbeat'))).toEqual([['2026-03-02 r1 complete', 0, 0, 'part-0001.jsonl.gz 1']])
  })

  test('where the vault is that of another workspace', async () => {
    const access = await world.vault()
    await run(access, 'Heartbeat')
    const other = { ...access, workspace: '/subscriptions/other' }
    expect((await run(other, 'Heartbeat')).problems).toMatchObject([{ error: { code: 'OtherWorkspace' } }])
  })

  test('where a file became shorter while it was read', async () => {
    const access = await world.vault()
    const landing: ArchiveAccess['landing'] = container => {
      const store = access.landing(container)
      return { ...store, read: (name, from, length) => store.read(name, from, length - 1) }
    }
    const { problems } = await run({ ...access, landing }, 'Heartbeat')
    expect(problems).toMatchObject([
      {
        day: '2026-03-01',
        error: { code: 'LandingChanged', message: expect.stringContaining('became shorter while it was read') },
      },
    ])
    expect(await access.vault.list('')).toEqual({ ok: true, value: [] })
  })

  test('where the workspace does not answer; other tables go on', async () => {
    const access = await world.vault()
    const tables = ['NoSuchTable_CL', 'Heartbeat'].map(table => ({ table, route: 'export' as const }))
    const answer = await runArchive(tables, day, access)
    expect(answer).toMatchObject({
      ok: true,
      value: { problems: [{ table: 'NoSuchTable_CL', error: { status: 400 } }], closed: [{}, {}] },
    })
  })
})
