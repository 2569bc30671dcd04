import type { Table } from '@tripline/schemas'
import type { StoredTable } from '../lower/lowering.ts'
import type { QueryWorld } from '../query-world.ts'
import { digest } from './digest.ts'

const tableDigests = new WeakMap<Table, string>()

/** A table's digest, made once: worlds that differ in a table share the others. */
function digestOf(table: Table): string {
  const known = tableDigests.get(table) ?? digest([table.name, table.columns.map(({ name, type }) => [name, type])])
  tableDigests.set(table, known)
  return known
}

/** Stands for all that a query can see beside its own text: names with their schemas, and which tables have rows. */
export const worldKey = (
  { catalogue, functions = [], watchlists = [], externalData = [] }: QueryWorld,
  stored: ReadonlyMap<string, StoredTable> = new Map(),
): string =>
  digest([
    catalogue.names.map(name => digestOf(catalogue.get(name)!)),
    functions.map(({ name, parameters, body }) => [name, parameters, body]),
    watchlists.map(({ alias, columns }) => [alias, columns]),
    externalData.map(({ url }) => url),
    [...stored].map(([key, { name, columns }]) => [key, name, columns]),
  ])
