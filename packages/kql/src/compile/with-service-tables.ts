import { serviceTable } from '@tripline/schemas'
import { reachedWords } from '../frontend/reached-functions.ts'
import type { QueryWorld } from '../world/query-world.ts'

/** A world with the tables of services that a query names and nobody has described. */
export function withServiceTables(kql: string, world: QueryWorld): QueryWorld {
  const words = reachedWords(kql, world)
  const tables = [...words].flatMap(word => (world.catalogue.get(word) ? [] : (serviceTable(word, words) ?? [])))
  return tables.length > 0 ? { ...world, catalogue: world.catalogue.with(tables) } : world
}
