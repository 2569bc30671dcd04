import { loadCatalogue } from '@tripline/schemas'
import { generated, randomOf } from '@tripline/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../src/engine.ts'
import { expanded, expandedRows, expandKql } from './expand-model.ts'
import { joined, joinedRows, joinKinds, joinKql } from './join-model.ts'
import { scan, scanKql, scannedRows, scans } from './scan-model.ts'
import { axes, ranges, series, seriesKql, seriesRows } from './series-model.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine(loadCatalogue(), { tables: [] })
})
afterAll(() => engine.close())

async function answered(kql: string) {
  const answer = await engine.run({ kql })
  if (!answer.ok) throw new Error(`${kql}\n${answer.diagnostics.map(({ message }) => message).join('\n')}`)
  return answer.rows
}

/** Rows as text, in the order of that: these operators promise no other. */
const inAnyOrder = (rows: readonly object[]): readonly string[] =>
  rows.map(row => JSON.stringify(Object.entries(row).sort(), cellText)).sort()
const cellText = (_: string, cell: unknown) => (typeof cell === 'bigint' ? `${cell}n` : cell)

test.each(scans.map((steps, index) => [index, steps] as const))(
  'scan %i follows the documented matching logic over any rows',
  async (index, steps) => {
    const random = randomOf(index + 1)
    for (let sample = 0; sample < generated(3, 100); sample++) {
      const rows = scannedRows(random)
      const kql = scanKql(rows, steps)
      const { columns, rows: found } = await answered(kql)
      const named = found.map(row => Object.fromEntries(row.map((cell, column) => [columns[column]!.name, cell])))
      expect(inAnyOrder(named), kql).toEqual(inAnyOrder(scan(rows, steps)))
    }
  },
)

test.each(Object.entries(axes))(
  'make-series over an axis of type %s fills the bins of each group',
  async (name, axis) => {
    const random = randomOf(name.length)
    for (let sample = 0; sample < generated(1, 30); sample++) {
      for (const [index, range] of ranges.entries()) {
        const rows = seriesRows(random)
        const kql = seriesKql(rows, axis, range, index % 2 === 1)
        const found = (await answered(kql)).rows.map(([key, ...lists]) => {
          const [at, count, largest] = lists.map(list => JSON.parse(list as string) as (string | number)[])
          return { key, at: at!.map(axis.read), count, largest }
        })
        expect(found, kql).toEqual(series(rows, range))
      }
    }
  },
)

test.each(joinKinds)('join kind=%s pairs rows of equal keys, and has what its page says of the others', async kind => {
  const random = randomOf(kind.length)
  for (let sample = 0; sample < generated(2, 50); sample++) {
    const [left, right] = [joinedRows(random), joinedRows(random)]
    const kql = joinKql(kind, left, right)
    expect(inAnyOrder((await answered(kql)).rows), kql).toEqual(inAnyOrder(joined(kind, left, right)))
  }
})

test.each([
  ['mv-expand', 1],
  ['mv-expand', 2],
  ['mv-expand', 9],
  ['mv-apply', 2],
] as const)('%s of two arrays has up to %i elements of each row', async (operator, limit) => {
  const random = randomOf(limit)
  for (let sample = 0; sample < generated(2, 50); sample++) {
    const rows = expandedRows(random)
    const kql = expandKql(rows, limit, operator)
    const found = (await answered(kql)).rows.map(([n, a, b, i]) => [n, a ?? 'null', b, i])
    expect(inAnyOrder(found), kql).toEqual(inAnyOrder(expanded(rows, limit)))
  }
})
