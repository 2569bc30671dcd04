import { hash } from 'node:crypto'
import type { Table } from '@tripline/schemas'
import type { QueryWorld, StoredFunction } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'

/** A digest of plain data, which may contain bigints. */
export const digest = (value: unknown): string =>
  hash(
    'sha256',
    JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)),
  )

/** A digest of data without bigints, which takes a fraction of the time. */
export const jsonDigest = (value: unknown): string => hash('sha256', JSON.stringify(value))

/** Digests of parts that many worlds have in common, each computed once. */
function digests<Part extends object>(contentOf: (part: Part) => unknown): (part: Part) => string {
  const known = new WeakMap<Part, string>()
  return part => {
    const made = known.get(part) ?? jsonDigest(contentOf(part))
    known.set(part, made)
    return made
  }
}

/** Columns as far as they matter to a query. */
const tableKey = digests(({ name, columns }: Table) => [name, columns.map(column => [column.name, column.type])])

const functionKey = digests(({ name, parameters, body }: StoredFunction) => [name, parameters, body])

const namesKey = digests((names: readonly string[]) => names)

/** Everything that a name can refer to: the same text for worlds in which every name means the same. */
export const namesOf = ({ catalogue, functions = [], watchlists = [], externalData = [] }: QueryWorld): string =>
  JSON.stringify([
    catalogue.profile,
    catalogue.own.map(tableKey),
    functions.map(functionKey),
    watchlists.map(({ alias, columns }) => [alias, columns]),
    externalData.map(({ url }) => url),
  ])

const namesInWorld = digests(namesOf)

/**
 * Tells apart all that a query can see apart from its own text: names with their schemas, and which tables have rows. The tables
 * that the profile documents are covered by the version of the engine. It is part of what is digested for each query.
 */
export function worldKey(world: QueryWorld, stored?: ReadonlyMap<string, StoredTable>): string {
  const names = namesInWorld(world)
  return stored
    ? JSON.stringify([names, Array.from(stored, ([key, { name, columns }]) => [key, name, namesKey(columns)])])
    : names
}
