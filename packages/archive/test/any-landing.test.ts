import type { LogsRequest, Queries } from '@tripline/azure'
import { expect, test } from 'vitest'
import { runArchive, verifyVault } from '../src/index.ts'
import { archiveWorld, type EmulatedVault, type Row } from './archive-world.ts'
import { restoredRows } from './restored-rows.ts'

const world = await archiveWorld({})

/** The same numbers for the same seed, from 0 to below 1. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
}

function byHour(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const hours = new Map<string, Row[]>()
  for (const row of rows) {
    const hour = row.TimeGenerated.slice(0, 13)
    hours.set(hour, [...(hours.get(hour) ?? []), row])
  }
  return hours
}

/** A workspace with these rows, which answers what a run asks. */
const workspaceOf = (rows: readonly Row[]): Queries => ({
  async run({ kql }: LogsRequest) {
    const [from = '', to = '~'] = Array.from(kql.matchAll(/datetime\(([^)]+)\)/g), ([, text]) => text!)
    const found = rows.filter(({ TimeGenerated: time }) => from <= time && time < to)
    const table = (columns: readonly string[], cells: readonly (readonly (string | number | null)[])[]) => ({
      ok: true as const,
      value: { columns: columns.map(name => ({ name, type: name === 'Rows' ? 'long' : 'string' })), rows: cells },
    })
    if (kql.includes('min(')) return table(['First'], [[found.map(row => row.TimeGenerated).sort()[0] ?? null]])
    if (!kql.includes('summarize'))
      return table(
        ['TimeGenerated', 'Id'],
        found.map(row => [row.TimeGenerated, String(row.Id)]),
      )
    const hours = byHour(found)
    return table(
      ['Hour', 'Rows'],
      Array.from(hours, ([hour, some]) => [`${hour}:00:00.0000000Z`, some.length]),
    )
  },
})

const line = (row: Row) => `${JSON.stringify(row)}\n`

/**
 * Rows of two days, of which each file lands as it is, in part, twice, later, or never. `counted` are those that the archive must
 * have in the end, with what was delivered twice.
 */
async function generated(seed: number, table: string) {
  const next = drawn(seed)
  const rows: Row[] = []
  const late: Row[] = []
  const landed = new Map<string, Row[]>()
  const land = async (row: Row) => {
    await world.land(table, row.TimeGenerated, line(row))
    const hour = row.TimeGenerated.slice(0, 13)
    landed.set(hour, [...(landed.get(hour) ?? []), row])
  }
  for (const hour of ['01T00', '01T09', '01T23', '02T00', '02T12']) {
    const fate = Math.floor(next() * 5)
    for (let count = Math.floor(next() * 4); count > 0; count--) {
      const minute = String(Math.floor(next() * 60)).padStart(2, '0')
      const row = { TimeGenerated: `2026-03-${hour}:${minute}:00.0000000Z`, Id: `${hour}/${count}` }
      rows.push(row)
      if (fate === 0 || (fate === 1 && count === 1) || fate === 2) await land(row)
      if (fate === 2) await land(row)
      if (fate === 3) late.push(row)
    }
  }
  /** Delivers what is late. */
  const deliver = async () => {
    for (const row of late) await land(row)
  }
  /** An hour with too few rows is taken from the workspace; one with too many stays as it landed. */
  const expected = () => {
    const hours = byHour(rows)
    return [...hours].flatMap(([hour, own]) => {
      const some = landed.get(hour) ?? []
      return some.length >= own.length ? some : own
    })
  }
  return { queries: workspaceOf(rows), deliver, expected }
}

const sorted = (rows: readonly Row[]) => rows.map(({ TimeGenerated, Id }) => `${TimeGenerated} ${Id}`).sort()

async function verified({ vault, landing }: EmulatedVault, table: string) {
  const policy = { days: 1, isLocked: true }
  const options = { tables: [table], to: '2026-03-02', keep: 1, policy, deep: '2026-03-01' }
  const answer = await verifyVault(vault, landing, options)
  return answer.ok ? answer.value.findings : answer.error
}

test.each([1, 2, 3, 4])('whatever lands, the archive has the rows of the workspace: seed %d', async seed => {
  const table = `Seed${seed}_CL`
  const { queries, deliver, expected } = await generated(seed, table)
  const access = { ...(await world.vault()), queries }
  const run = async () => {
    const answer = await runArchive([{ table, route: 'export' }], '2026-03-02', access)
    expect(answer).toMatchObject({ ok: true, value: { problems: [] } })
  }
  await run()
  expect(sorted(await restoredRows(access, table))).toEqual(sorted(expected()))
  await deliver()
  await run()
  expect(sorted(await restoredRows(access, table))).toEqual(sorted(expected()))
  expect(await verified(access, table)).toEqual([])
})
