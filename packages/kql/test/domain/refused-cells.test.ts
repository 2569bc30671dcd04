import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { openEngine } from '../../src/engine.ts'
import { loadParser } from '../../src/frontend/parser.ts'
import { answered, refusedCells } from './refused-cells.ts'

test('edges that are said to be refused are refused, as a constant and as a column', async () => {
  loadParser()
  await using engine = await openEngine(loadCatalogue(), { tables: [] })
  const found = []
  for (const cell of oneIn(32, refusedCells()))
    found.push(...(await answered(cell, engine)).map(kql => `${cell.name}: ${kql}`))
  expect(found).toEqual([])
})
