import { isInteractiveRetention, isTotalRetention, longRetentions } from '@tripline/schemas'
import type { StoredSchema, StoredTable } from '../state/collections.ts'

/** How long the plan of a table stays as it is after a change. */
const planMilliseconds = 7 * 24 * 3_600_000

/** Why the service would refuse to change a table's plan so; undefined if it would not. */
export function planFault(stored: StoredTable, plan: string | undefined, now: Date): string | undefined {
  const [from, to] = [stored.plan ?? 'Analytics', plan ?? 'Analytics']
  if (from === to) return undefined
  if (from === 'Auxiliary' || to === 'Auxiliary') {
    return `The plan of the table cannot be changed from '${from}' to '${to}'.`
  }
  const { lastPlanModifiedDate } = stored
  if (lastPlanModifiedDate === undefined) return undefined
  return now.getTime() - Date.parse(lastPlanModifiedDate) < planMilliseconds
    ? `The plan of the table was changed at ${lastPlanModifiedDate} and can be changed once a week.`
    : undefined
}

/** Why the service would refuse these settings of a table; undefined if it would not. */
export function retentionFault(
  { retentionInDays, totalRetentionInDays }: StoredTable,
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

/** Why the service would refuse to give a custom table this schema; undefined if it would not. */
export function schemaFault(table: string, schema: StoredSchema, stored: StoredSchema | undefined): string | undefined {
  const { name, columns } = schema
  if (name.toLowerCase() !== table.toLowerCase()) return `The schema is that of '${name}', not of '${table}'.`
  if (!columns.some(column => column.name === 'TimeGenerated' && column.type === 'dateTime')) {
    return "The schema must have a column 'TimeGenerated' of the type dateTime."
  }
  const twice = columns.find((column, index) => columns.findIndex(other => other.name === column.name) < index)
  if (twice) return `The schema has two columns '${twice.name}'.`
  const retyped = columns.find(column => {
    const before = stored?.columns.find(other => other.name === column.name)
    return before !== undefined && before.type !== column.type
  })
  return retyped && `The type of the column '${retyped.name}' cannot be changed.`
}
