import { isRecord } from '@tripline/diagnostics'
import type { CollectionRow } from './collection.ts'
import { watchlists } from './watchlists.ts'

/** The items of one watchlist. */
export const watchlistItems = (alias: string): CollectionRow => ({
  path: `${watchlists.path}/${encodeURIComponent(alias)}/watchlistItems`,
  noun: 'an item of a watchlist',
  apiVersion: watchlists.apiVersion,
  isSound: ({ properties: { itemsKeyValue } }) => isRecord(itemsKeyValue),
})
