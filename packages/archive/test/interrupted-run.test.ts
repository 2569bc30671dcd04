import type { ArmAnswer } from '@tripline/azure'
import type { BlobStore } from '@tripline/azure/blobs'
import { expect, test } from 'vitest'
import { type ArchiveAccess, runArchive, verifyVault } from '../src/index.ts'
import { archiveWorld, type Row } from './archive-world.ts'
import { restoredRows } from './restored-rows.ts'

const row = (time: string): Row => ({ TimeGenerated: `2026-03-${time}Z`, Computer: 'a' })
const lines = (...rows: readonly Row[]) => rows.map(one => `${JSON.stringify(one)}\n`).join('')

// The second does not land.
const rows = ['01T09:31:00.0000000', '01T11:00:00.0000000'].map(row)
const world = await archiveWorld({ Heartbeat: rows })
await world.land('Heartbeat', rows[0]!.TimeGenerated, lines(rows[0]!))

/** Counts requests, of which only so many are carried out. */
function mortal(access: ArchiveAccess, lives: number) {
  let requests = 0
  const dead = { ok: false as const, error: { code: 'Dead', message: 'the process was killed' } }
  const through =
    <Args extends readonly unknown[], T>(send: (...args: Args) => Promise<ArmAnswer<T>>) =>
    async (...args: Args): Promise<ArmAnswer<T>> => {
      requests += 1
      return requests > lives ? dead : send(...args)
    }
  const store = ({ name, ...requests }: BlobStore): BlobStore => ({
    name,
    list: through(requests.list),
    beginnings: through(requests.beginnings),
    read: through(requests.read),
    create: through(requests.create),
    stage: through(requests.stage),
    commit: through(requests.commit),
    remove: through(requests.remove),
  })
  const own: ArchiveAccess = {
    ...access,
    queries: { run: through(access.queries.run) },
    landing: container => store(access.landing(container)),
    vault: store(access.vault),
  }
  return { access: own, requests: () => requests }
}

const tables = [{ table: 'Heartbeat', route: 'export' as const }]
const until = '2026-03-01'

test('a run that is killed at any request is ended by the next: the archive is whole, and no part is there twice', async () => {
  const whole = await world.vault()
  const counted = mortal(whole, Number.POSITIVE_INFINITY)
  await runArchive(tables, until, counted.access)
  const listed = await whole.vault.list('')
  const parts = (listed.ok ? listed.value : []).map(({ name, length, md5 }) => [name, length, md5])
  expect(parts.filter(([name]) => String(name).endsWith('.gz'))).toHaveLength(2)
  // Vault, roots, files, oldest row, counts, file, part, rows, part, manifest.
  expect(counted.requests()).toBe(10)

  // What a request has changed when its sender dies is what it has changed before the next one is sent.
  for (let lives = 0; lives < counted.requests(); lives++) {
    const access = await world.vault()
    await runArchive(tables, until, mortal(access, lives).access)
    expect(await runArchive(tables, until, access)).toMatchObject({ value: { problems: [] } })
    const again = await access.vault.list('')
    expect((again.ok ? again.value : []).map(({ name, length, md5 }) => [name, length, md5])).toEqual(parts)
  }
  const policy = { days: 2192, isLocked: true }
  const options = { tables: ['Heartbeat'], to: until, keep: 2192, policy }
  expect(await verifyVault(whole.vault, undefined, options)).toMatchObject({ value: { findings: [] } })
  expect(await restoredRows(whole, 'Heartbeat')).toMatchObject(rows)
})

test('rows that land between a kill and the next run: what was written stays, and does not count', async () => {
  const access = await world.vault()
  // List, roots, list, oldest row, counts, file, part.
  await runArchive(tables, until, mortal(access, 7).access)
  const late = row('01T09:32:00.0000000')
  await world.land('Heartbeat', late.TimeGenerated, lines(late))
  const answer = await runArchive(tables, until, access)
  expect(answer).toMatchObject({
    value: { closed: [{ parts: [{ name: 'Heartbeat/2026/03/01/part-0002.jsonl.gz', rows: 2 }, {}] }] },
  })
  const options = { tables: [], to: until, keep: 1, policy: { days: 1, isLocked: true } }
  const verified = await verifyVault(access.vault, undefined, options)
  expect(verified).toMatchObject({ value: { findings: [{ id: 'archive-part-unclaimed', severity: 'info' }] } })
  // It was delivered and the workspace does not have it: a surplus.
  expect(answer).toMatchObject({ value: { closed: [{ surplus: 1, missing: 1 }] } })
})
