import type { Table } from '@tripline/schemas'
import type { StoredTable } from '../lower/lowering.ts'
import type { QueryWorld } from '../query-world.ts'
import { digest } from './digest.ts'

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
