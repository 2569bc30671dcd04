import { isInteractiveRetention, isTotalRetention, longRetentions } from '@tripline/schemas'
import { type StoredRetention, settings } from '../state/collections.ts'
import type { World } from '../state/world.ts'

/** Days of interactive retention of a table that sets none: the workspace's, 30 unless changed. */
export const retentionOf = (world: World): number => settings(world).get('workspace')?.retentionInDays ?? 30

/** Days of interactive retention of a table whose plan is not Analytics. */
export const fixedRetention = 30

/** Why the service would refuse to change a table's plan so; undefined if it would not. */
export function planFault(from = 'Analytics', to: unknown = 'Analytics'): string | undefined {
  if (from === to || (from !== 'Auxiliary' && (to === 'Basic' || to === 'Analytics'))) return undefined
  return `The plan of the table cannot be changed from '${from}' to '${to}'.`
}

/** Why the service would refuse these settings of a table; undefined if it would not. */
export function retentionFault(
  { retentionInDays, totalRetentionInDays }: StoredRetention,
  workspaceRetention: number,
): string | undefined {
  if (retentionInDays !== null && !isInteractiveRetention(retentionInDays)) {
    return `Invalid value for 'retentionInDays': ${retentionInDays}. It must be between 4 and 730.`
  }
  if (totalRetentionInDays === null) return undefined
  if (!isTotalRetention(totalRetentionInDays)) {
    const values = longRetentions.join(', ')
    return `Invalid value for 'totalRetentionInDays': ${totalRetentionInDays}. It must be 4 to 730 or one of ${values}.`
  }
  return totalRetentionInDays < (retentionInDays ?? workspaceRetention)
    ? "'totalRetentionInDays' must not be less than 'retentionInDays'."
    : undefined
}
