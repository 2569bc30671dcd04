import type { CollectionRow } from './collection.ts'

/** The workspace itself: a collection of one. */
export const workspace: CollectionRow = {
  noun: 'a workspace',
  apiVersion: '2025-02-01',
  isSound: ({ properties: { retentionInDays } }) => typeof retentionInDays === 'number',
}
