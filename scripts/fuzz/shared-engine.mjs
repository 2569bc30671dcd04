import { openEngine } from '../../packages/kql/dist/engine.js'
import { loadCatalogue } from '../../packages/schemas/dist/index.js'

export const catalogue = loadCatalogue()

/** One engine serves this many queries, as in a batch. */
const shared = 500
let served = 0
let engine

/** An engine without tables for the next query. */
export async function engineForNext() {
  if (served++ % shared === 0) {
    await engine?.close()
    engine = await openEngine(catalogue, { tables: [] })
  }
  return engine
}
