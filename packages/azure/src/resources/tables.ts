import type { CollectionRow } from './collection.ts'

/** Tables of the workspace. Versions before 2025-07-01 do not have the plan Auxiliary. */
export const tables: CollectionRow = {
  path: 'tables',
  noun: 'a table',
  apiVersion: '2025-07-01',
  isSound: ({ properties: { plan = 'Analytics', provisioningState = '', retentionInDays, totalRetentionInDays } }) =>
    typeof plan === 'string' &&
    typeof provisioningState === 'string' &&
    typeof retentionInDays === 'number' &&
    typeof totalRetentionInDays === 'number',
}
