import { hash } from 'node:crypto'
import type { Table } from '@tripline/schemas'
import type { QueryWorld, StoredFunction } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'

/** A digest of plain data. `replacer`: for what is not. */
export const digest = (value: unknown, replacer?: (key: string, item: unknown) => unknown): string =>
  hash('sha256', JSON.stringify(value, replacer))

/** A digest of data that may contain bigints. */
export const digestOfCells = (value: unknown): string =>
  digest(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item))

/** Digests of parts that many worlds have in common, each computed once. */
function digests<Part extends object>(contentOf: (part: Part) => unknown): (part: Part) => string {
  const known = new WeakMap<Part, string>()
  return part => {
    const made = known.get(part) ?? digest(contentOf(part))
    known.set(part, made)
    return made
  }
}

/** Columns as far as they matter to a query. */
const tableKey = digests(({ name, columns }: Table) => [name, columns.map(column => [column.name, column.type])])

const functionKey = digests(({ name, parameters, body }: StoredFunction) => [name, parameters, body])

const namesKey = digests((names: readonly string[]) => names)

const namesInWorld = digests(({ catalogue, functions = [], watchlists = [], externalData = [] }: QueryWorld) => [
  catalogue.profile,
  catalogue.own.map(tableKey),
  functions.map(functionKey),
  watchlists.map(({ alias, columns }) => [alias, columns]),
  externalData.map(({ url }) => url),
])

/**
 * A digest of everything a query can see apart from its own text: names with their schemas, and which tables have rows. The
 * tables that the profile documents are covered by the version of the engine.
 */
export function worldKey(world: QueryWorld, stored?: ReadonlyMap<string, StoredTable>): string {
  const names = namesInWorld(world)
  return stored
    ? digest([names, Array.from(stored, ([key, { name, columns }]) => [key, name, namesKey(columns)])])
    : names
}
