import { isRecord } from '@tripline/diagnostics'
import type { CollectionRow } from './collection.ts'

/** Rules that deliver new rows of tables to a storage account. A PUT replaces the whole rule; there are no etags. */
export const dataExports: CollectionRow = {
  path: 'dataExports',
  noun: 'a data export',
  apiVersion: '2025-02-01',
  isSound: ({ properties: { tableNames, destination } }) =>
    Array.isArray(tableNames) &&
    tableNames.every(name => typeof name === 'string') &&
    isRecord(destination) &&
    typeof destination.resourceId === 'string',
}
