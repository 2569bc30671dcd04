import { lookUp } from '@tripline/diagnostics'
import type { TypedWatchlist } from '@tripline/kql/engine'
import type { StoredResource } from '../state/resource-store.ts'

/** A watchlist as queries see it: the columns of its items in the order of their first appearance, and `SearchKey`. */
export function watchlistTable({ name, properties }: StoredResource, items: readonly StoredResource[]): TypedWatchlist {
  const rows = items.map(item => item.properties.itemsKeyValue as Readonly<Record<string, unknown>>)
  const key = String(properties.itemsSearchKey)
  const columns = new Set([...rows.flatMap(row => Object.keys(row)), ...(rows.length === 0 ? [key] : []), 'SearchKey'])
  const cell = (row: Readonly<Record<string, unknown>>, column: string): string =>
    String(lookUp(row, column === 'SearchKey' ? key : column) ?? '')
  return { alias: name, columns: [...columns], rows: rows.map(row => [...columns].map(column => cell(row, column))) }
}
