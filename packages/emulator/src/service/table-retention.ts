import { type StoredTable, settings } from '../state/collections.ts'
import type { ResourceStore } from '../state/resource-store.ts'

/** Days of interactive retention of a table that sets none: the workspace's, 30 unless changed. */
export const retentionOf = (workspace: ResourceStore): number =>
  settings(workspace).get('workspace')?.retentionInDays ?? 30

/** Days of interactive retention of a table whose plan is not Analytics. */
const fixedRetention = 30

/** The retention of a table in force. */
export function retentionInForce({ plan = 'Analytics', ...stored }: StoredTable, workspace: ResourceStore) {
  const retentionInDays = plan === 'Analytics' ? (stored.retentionInDays ?? retentionOf(workspace)) : fixedRetention
  const totalRetentionInDays = stored.totalRetentionInDays ?? retentionInDays
  return {
    retentionInDays,
    totalRetentionInDays,
    archiveRetentionInDays: totalRetentionInDays - retentionInDays,
    retentionInDaysAsDefault: stored.retentionInDays === null,
    totalRetentionInDaysAsDefault: stored.totalRetentionInDays === null,
    plan,
  }
}
