import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openEngine } from '../../src/engine.ts'
import { loadParser } from '../../src/frontend/parser.ts'
import { answered, refusedCells } from './refused-cells.ts'

/** All of them take ten seconds. */
const share = 8

test(`one in ${share} edges that are said to be refused is refused, as a constant and as a column`, async () => {
  loadParser()
  await using engine = await openEngine(loadCatalogue(), { tables: [] })
  const found = []
  for (const cell of refusedCells().filter((_, index) => index % share === 0))
    found.push(...(await answered(cell, engine)).map(kql => `${cell.name}: ${kql}`))
  expect(found).toEqual([])
})
