import { loadCatalogue } from '@tripline/schemas'
import { generated } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { openEngine } from '../src/engine.ts'
import { edgeCall } from './edge-calls.mjs'
import { edgeFaults } from './edge-faults.mjs'

/** More with `pnpm fuzz edges`. */
const count = generated(50, 200)

test(`${count} calls with extreme values give the same results for constants and columns`, async () => {
  await using engine = await openEngine(loadCatalogue(), { tables: [] })
  const faults = []
  for (let index = 0; index < count; index++) faults.push(...(await edgeFaults(edgeCall(1, index), engine)))
  expect(faults).toEqual([])
})
