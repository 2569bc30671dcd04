import { openWorkspace } from '../../packages/kql/dist/engine.js'
import { loadCatalogue } from '../../packages/schemas/dist/index.js'

export const catalogue = loadCatalogue()

/** One database serves many queries, as in a batch; a new one after so many. */
const shared = 500
let served = 0
let workspace

/** A workspace without tables for the next query. */
export async function workspaceForNext() {
  if (served++ % shared === 0) {
    await workspace?.close()
    workspace = await openWorkspace(catalogue, { tables: [] })
  }
  return workspace
}
