import type { LogsRequest, Queries } from '@tripline/azure'
import { parseDatetimeIso } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { queriedRows } from '../../src/workspace/queried-rows.ts'

const start = parseDatetimeIso('2026-03-01T09:00:00Z')!

/** A workspace with rows at these ticks after 09:00, which answers queries as the service does. */
function workspace(ticks: readonly bigint[], { most = Number.POSITIVE_INFINITY, added = 0 } = {}) {
  const asked: string[] = []
  let [running, atOnce] = [0, 0]
  const queries: Queries = {
    async run({ kql }: LogsRequest) {
      asked.push(kql)
      running += 1
      atOnce = Math.max(atOnce, running)
      await Promise.resolve()
      running -= 1
      const [from, to] = Array.from(
        kql.matchAll(/datetime\(([^)]+)\)/g),
        ([, text]) => parseDatetimeIso(text!)! - start,
      )
      const found = ticks.filter(tick => from! <= tick && tick < to!)
      const columns = [{ name: 'TimeGenerated', type: 'datetime' }]
      if (kql.endsWith('| count')) return { ok: true, value: { columns, rows: [[found.length]] } }
      if (found.length > most) return { ok: false, error: { code: 'PartialError', message: 'too much' } }
      const rows = [...found, ...Array<bigint>(added).fill(0n)]
        .toReversed()
        .map(tick => [String(tick).padStart(12, '0')])
      return { ok: true, value: { columns, rows } }
    },
  }
  const lines: string[] = []
  const read = async () =>
    queriedRows(queries, 'T', { start, rows: ticks.length }, async some => {
      lines.push(...some)
      return undefined
    })
  const times = () => lines.map(line => BigInt(JSON.parse(line).TimeGenerated))
  return { read, times, asked, most: () => atOnce }
}

const spread = (count: number, every: bigint) => Array.from({ length: count }, (_, index) => BigInt(index) * every)

describe('the rows of an hour', () => {
  test('come at once if there are few, in the order of time', async () => {
    const { read, times, asked } = workspace(spread(100, 1000n))
    expect(await read()).toBeUndefined()
    expect(times()).toEqual(spread(100, 1000n))
    expect(asked).toHaveLength(1)
  })

  test('come in halves of halves if there are many, never more than five at a time', async () => {
    const ticks = spread(90_000, 300_000n)
    const { read, times, most } = workspace(ticks)
    expect(await read()).toBeUndefined()
    expect(times()).toEqual(ticks)
    expect(most()).toBeLessThanOrEqual(5)
  })

  test('come in halves as well if an answer is not whole', async () => {
    const ticks = spread(64, 7n)
    const { read, times } = workspace(ticks, { most: 5 })
    expect(await read()).toBeUndefined()
    expect(times()).toEqual(ticks)
  })

  test('are an error if no time is short enough', async () => {
    const { read } = workspace(Array<bigint>(6).fill(5n), { most: 5 })
    expect(await read()).toMatchObject({ code: 'TooManyRowsAtOnce' })
  })

  test('are an error if they are not as many as were counted', async () => {
    expect(await workspace(spread(3, 1n), { added: 1 }).read()).toMatchObject({ code: 'RowsChanged' })
  })
})
