import type { CollectionRow } from './collection.ts'

/** Functions and hunting queries among other searches of a workspace. An update needs the etag. */
export const savedSearches: CollectionRow = {
  path: 'savedSearches',
  noun: 'a saved search',
  apiVersion: '2025-02-01',
  isSound: ({ properties: { query } }) => typeof query === 'string',
}
