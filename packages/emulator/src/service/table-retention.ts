import { type StoredTable, settings } from '../state/collections.ts'
import type { World } from '../state/world.ts'

/** Days of interactive retention of a table that sets none: the workspace's, 30 unless changed. */
export const retentionOf = (world: World): number => settings(world).get('workspace')?.retentionInDays ?? 30

/** Days of interactive retention of a table whose plan is not Analytics. */
const fixedRetention = 30

/** The retention of a table in force. */
export function retentionInForce({ plan = 'Analytics', ...stored }: StoredTable, world: World) {
  const retentionInDays = plan === 'Analytics' ? (stored.retentionInDays ?? retentionOf(world)) : fixedRetention
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
