import { beforeEach, describe, expect, test } from 'vitest'
import { runArchive, type SweepAccess, sweepLanding, verifyVault } from '../src/index.ts'
import { archiveWorld, type EmulatedVault, type Row } from './archive-world.ts'
import { restoredRows } from './restored-rows.ts'

const row = (time: string): Row => ({ TimeGenerated: `2026-03-${time}Z`, Computer: 'a' })
const lines = (...rows: readonly Row[]) => rows.map(one => `${JSON.stringify(one)}\n`).join('')
const dayLength = 24 * 3_600_000

const rows = ['01T09:31:00', '01T10:00:00', '02T00:00:00'].map(row)
const world = await archiveWorld({ Heartbeat: rows })
const policy = { days: 2192, isLocked: true }
const until = '2026-03-02'
let access: EmulatedVault

beforeEach(async () => {
  const gone = await world.landing('Heartbeat').list('')
  for (const { name } of gone.ok ? gone.value : []) await world.blob('DELETE', `landing/am-heartbeat/${name}`)
  world.forget()
  for (const one of rows) await world.land('Heartbeat', one.TimeGenerated, lines(one))
  access = await world.vault()
  await run()
  const listed = await access.vault.list('Heartbeat')
  for (const { name } of listed.ok ? listed.value : []) await access.rehydrate(`${access.container}/${name}`)
})

async function run() {
  const answer = await runArchive([{ table: 'Heartbeat', route: 'export' }], until, access)
  expect(answer).toMatchObject({ ok: true, value: { problems: [] } })
  return answer
}

async function sweep(more: Partial<Parameters<typeof sweepLanding>[1]> = {}, other: Partial<SweepAccess> = {}) {
  // A policy of 30 days ended yesterday.
  const protectedDays: SweepAccess['protectedDays'] = async () => ({ ok: true, value: 30 })
  const now = () => world.clock.now() + 31 * dayLength
  const options = { tables: ['Heartbeat', 'Syslog'], keep: 2192, policy, deletes: true, ...more }
  const answer = await sweepLanding({ ...access, protectedDays, now, ...other }, options)
  if (!answer.ok) throw new Error(answer.error.message)
  const { days, findings } = answer.value
  return {
    days: days.map(({ day, files, kept }) => `${day} ${files} ${kept}`),
    findings: findings.map(({ message }) => message),
  }
}

/** The days of the files that are still there. */
async function landed(): Promise<readonly string[]> {
  const listed = await world.landing('Heartbeat').list('')
  return (listed.ok ? listed.value : []).map(({ name }) => /d=(\d\d)\/h=(\d\d)/.exec(name)!.slice(1).join('T'))
}

const all = ['01T09', '01T10', '02T00']

describe('a sweep', () => {
  test('deletes what is archived, and nothing of the archive is missing then', async () => {
    expect(await sweep({ deletes: false })).toEqual({ days: ['2026-03-01 2 0', '2026-03-02 1 0'], findings: [] })
    expect(await landed()).toEqual(all)
    expect(await sweep()).toEqual({ days: ['2026-03-01 2 0', '2026-03-02 1 0'], findings: [] })
    expect(await landed()).toEqual([])
    expect(await run()).toMatchObject({ value: { closed: [] } })
    const options = { tables: ['Heartbeat'], to: until, keep: 2192, policy, deep: '2026-03-01' }
    expect(await verifyVault(access.vault, access.landing, options)).toMatchObject({ value: { findings: [] } })
    expect(await restoredRows(access, 'Heartbeat')).toEqual(rows)
    expect(await sweep()).toEqual({ days: [], findings: [] })
  })

  test('leaves what is still protected', async () => {
    const now = () => world.clock.now() + 30 * dayLength - 1
    expect(await sweep({}, { now })).toEqual({ days: [], findings: [] })
    expect(await landed()).toEqual(all)
  })

  test('leaves a file that has grown since, until that is archived', async () => {
    await world.land('Heartbeat', rows[0]!.TimeGenerated, lines(row('01T09:32:00')))
    expect(await sweep()).toEqual({ days: ['2026-03-01 1 1', '2026-03-02 1 0'], findings: [] })
    expect(await landed()).toEqual(['01T09'])
  })

  test('leaves a file that no manifest has', async () => {
    await world.land('Heartbeat', '2026-03-01T11:00:00Z', lines(row('01T11:00:00')))
    await world.land('Heartbeat', '2026-03-03T11:00:00Z', lines(row('03T11:00:00')))
    await sweep()
    expect(await landed()).toEqual(['01T11', '03T11'])
  })

  test('leaves a day whose part cannot be read, or is not what it was', async () => {
    const part = 'Heartbeat/2026/03/01/part-0001.jsonl.gz'
    await world.blob('PUT', `vault/${access.container}/${part}?comp=tier`, { 'x-ms-access-tier': 'Archive' })
    const archived = await sweep()
    expect(archived.findings).toEqual([`${part} is in the tier Archive and cannot be read`])
    expect(await landed()).toEqual(['01T09', '01T10'])
    await access.rehydrate(`${access.container}/${part}`)
    const vault: SweepAccess['vault'] = {
      ...access.vault,
      async read(name, from, length) {
        const read = await access.vault.read(name, from, length)
        if (read.ok && name === part) read.value[length - 9]! ^= 1
        return read
      },
    }
    expect((await sweep({}, { vault })).findings).toEqual([expect.stringContaining(`${part} is not what it was`)])
    expect(await landed()).toEqual(['01T09', '01T10'])
  })

  test('leaves everything of a table whose manifests are not whole', async () => {
    await world.blob('DELETE', `vault/${access.container}/manifests/Heartbeat/00000001.json`)
    expect((await sweep()).findings).toContain(
      'manifests/Heartbeat/00000001.json is missing; manifests are numbered without gaps',
    )
    expect(await landed()).toEqual(all)
  })

  test.each<[string, Parameters<typeof sweepLanding>[1]['policy']]>([
    ['has no policy', 'none'],
    ['is not locked', { days: 2192, isLocked: false }],
    ['is not protected for long enough', { days: 2191, isLocked: true }],
  ])('leaves everything if the vault %s', async (_, policy) => {
    const { days, findings } = await sweep({ policy })
    expect({ days, found: findings.length }).toEqual({ days: [], found: 1 })
    expect(await landed()).toEqual(all)
  })

  test('names a file that the service does not delete', async () => {
    const landing: SweepAccess['landing'] = container => ({
      ...access.landing(container),
      remove: async () => ({ ok: false, error: { status: 409, code: 'BlobImmutableDueToPolicy', message: 'no' } }),
    })
    const { days, findings } = await sweep({}, { landing })
    expect({ days, found: findings.length }).toEqual({ days: [], found: 3 })
    expect(findings[0]).toMatch(/^landing\/am-heartbeat\/.*\.json was not deleted: no$/)
  })
})
