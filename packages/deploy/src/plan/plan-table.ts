import type { TableRetention, WorkspaceTable } from '@tripline/azure'
import { diffTable } from '../diff/table.ts'
import type { ActualState } from '../state/actual-state.ts'
import { tableBasis } from '../state/basis.ts'
import type { DesiredTable } from '../state/desired-state.ts'
import type { TableStep } from './deploy-plan.ts'

/** Plans the retention of one table. */
export function planTable(desired: DesiredTable, actual: ActualState): TableStep {
  const { name, retention } = desired
  const table = actual.tables.get(name)
  const facts = { type: 'tables', id: name, name } as const
  if (!table) {
    const reason = 'the workspace has no such table; a data connector creates its tables with the first data'
    return { ...facts, action: 'conflict', changes: [], reason }
  }
  const changes = diffTable(desired, table)
  const basis = tableBasis(table)
  if (changes.length === 0) return { ...facts, action: 'none', changes, basis }
  const conflict = conflictWith(retention, table)
  if (conflict !== undefined) return { ...facts, action: 'conflict', changes, reason: conflict }
  const { totalRetentionInDays: total = table.totalRetentionInDays } = retention
  return {
    ...facts,
    action: 'update',
    changes,
    ...(total < table.totalRetentionInDays && { reason: `data older than ${total} days is removed after 30 days` }),
    write: retention,
    basis,
  }
}

function conflictWith(
  { plan: wanted, retentionInDays }: TableRetention,
  { plan, provisioningState }: WorkspaceTable,
): string | undefined {
  const next = wanted ?? plan
  if (next !== plan && (next === 'Auxiliary' || plan === 'Auxiliary')) {
    return `the Auxiliary plan can only be chosen when a table is created; it cannot be changed from ${plan} to ${next}`
  }
  if (next !== 'Analytics' && retentionInDays !== undefined) {
    return `the interactive retention of a ${next} table is fixed`
  }
  return provisioningState === 'Updating' ? 'the table is being updated by another operation' : undefined
}
