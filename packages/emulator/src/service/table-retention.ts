import type { StoredRetention } from '../state/workspace-state.ts'

/** Days of interactive retention of a table that has none of its own. */
export const workspaceRetention = 30

/** Days of interactive retention of a table whose plan is not Analytics. */
export const fixedRetention = 30

/** Why the service would refuse to change a table's plan so; undefined when it would not. */
export function planFault(from = 'Analytics', to: unknown = 'Analytics'): string | undefined {
  if (from === to || (from !== 'Auxiliary' && (to === 'Basic' || to === 'Analytics'))) return undefined
  return `The plan of the table cannot be changed from '${from}' to '${to}'.`
}

/** Beyond two years the total retention comes in whole years only. */
const longTotals = new Set([1095, 1460, 1826, 2191, 2556, 2922, 3288, 3653, 4018, 4383])

const inDays = (days: number): boolean => Number.isInteger(days) && days >= 4 && days <= 730

/** Why the service would refuse these settings; undefined when it would not. */
export function retentionFault({ retentionInDays, totalRetentionInDays }: StoredRetention): string | undefined {
  if (retentionInDays !== null && !inDays(retentionInDays)) {
    return `Invalid value for 'retentionInDays': ${retentionInDays}. It must be between 4 and 730.`
  }
  if (totalRetentionInDays === null) return undefined
  if (!inDays(totalRetentionInDays) && !longTotals.has(totalRetentionInDays)) {
    const values = [...longTotals].join(', ')
    return `Invalid value for 'totalRetentionInDays': ${totalRetentionInDays}. It must be 4 to 730 or one of ${values}.`
  }
  return totalRetentionInDays < (retentionInDays ?? workspaceRetention)
    ? "'totalRetentionInDays' must not be less than 'retentionInDays'."
    : undefined
}
