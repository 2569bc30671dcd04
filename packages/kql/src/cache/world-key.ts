import { createHash } from 'node:crypto'
import type { Table } from '@tripline/schemas'
import type { QueryWorld } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'

/** A digest of plain data, which may contain bigints. */
export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)))
    .digest('hex')

/** Columns as far as they matter to a query. */
const schemaOf = ({ name, columns }: Table) => [name, columns.map(column => [column.name, column.type])]

/**
 * A digest of everything a query can see apart from its own text: names with their schemas, and which tables have rows. The
 * tables that the profile documents are covered by the version of the engine.
 */
export const worldKey = (
  { catalogue, functions = [], watchlists = [], externalData = [] }: QueryWorld,
  stored: ReadonlyMap<string, StoredTable> = new Map(),
): string =>
  digest([
    catalogue.profile,
    catalogue.own.map(schemaOf),
    functions.map(({ name, parameters, body }) => [name, parameters, body]),
    watchlists.map(({ alias, columns }) => [alias, columns]),
    externalData.map(({ url }) => url),
    [...stored].map(([key, { name, columns }]) => [key, name, columns]),
  ])
