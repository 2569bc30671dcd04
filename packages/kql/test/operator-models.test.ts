import { loadCatalogue } from '@tripline/schemas'
import { generated, randomOf } from '@tripline/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../src/engine.ts'
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

/** Rows in the order of their text: those of scan come in none. */
const inAnyOrder = (rows: readonly object[]): readonly string[] =>
  rows.map(row => Object.entries(row).sort().join(' ')).sort()

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
