import type { CollectionRow } from './collection.ts'

/** Watchlists without their items. An operation uploads or deletes them; a PUT only adds items. */
export const watchlists: CollectionRow = {
  path: 'providers/Microsoft.SecurityInsights/watchlists',
  noun: 'a watchlist',
  apiVersion: '2025-09-01',
  isSound: ({ properties: { itemsSearchKey } }) => typeof itemsSearchKey === 'string',
}
