import type { CollectionRow } from './collection.ts'

/** Where the resources of a workspace come from. Its parent need not exist. */
export const metadata: CollectionRow = {
  path: 'providers/Microsoft.SecurityInsights/metadata',
  noun: 'metadata',
  apiVersion: '2025-09-01',
  isSound: ({ properties: { parentId, kind } }) => typeof parentId === 'string' && typeof kind === 'string',
}
