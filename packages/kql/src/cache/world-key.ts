import { createHash } from 'node:crypto'
import type { Table } from '@tripline/schemas'
import type { QueryWorld } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'

/** Stands for plain data, in which there may be bigints. */
export const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)))
    .digest('hex')

/** Columns as a query sees them. */
const schemaOf = ({ name, columns }: Table) => [name, columns.map(column => [column.name, column.type])]

/**
 * Stands for all that a query can see beside its own text: names with their schemas, and which tables have rows. The tables that Log
 * Analytics documents belong to the version of the engine.
 */
export const worldKey = (
  { catalogue, functions = [], watchlists = [], externalData = [] }: QueryWorld,
  stored: ReadonlyMap<string, StoredTable> = new Map(),
): string =>
  digest([
    catalogue.own.map(schemaOf),
    functions.map(({ name, parameters, body }) => [name, parameters, body]),
    watchlists.map(({ alias, columns }) => [alias, columns]),
    externalData.map(({ url }) => url),
    [...stored].map(([key, { name, columns }]) => [key, name, columns]),
  ])
