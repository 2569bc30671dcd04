import type { Resource } from '@tripline/azure'
import { isCustomTable, isInteractiveRetention, isTotalRetention } from '@tripline/schemas'
import type { Description, Kind, Members } from '../kind.ts'
import { describeInFile } from './describe-rule.ts'

/** The columns of a custom table as a file; the plan and the retention of any table, where they are its own. */
export function describeTable(kind: Kind, stored: Resource): Description | { readonly reason: string } | undefined {
  const { plan = 'Analytics' } = stored.properties
  const own = kind.comparable(stored.properties)
  const interactive = plan === 'Analytics' ? daysIn(own.retentionInDays) : undefined
  const total = daysIn(own.totalRetentionInDays)
  if (interactive !== undefined && !isInteractiveRetention(interactive)) return odd('interactive', interactive)
  if (total !== undefined && !isTotalRetention(total)) return odd('total', total)
  const says = {
    ...(plan !== 'Analytics' && { plan: String(plan) }),
    ...(interactive !== undefined && { interactive: `${interactive}d` }),
    ...(total !== undefined && { total: `${total}d` }),
  }
  const described = isCustomTable({ name: stored.id }) ? describeInFile(kind, stored, stored.properties) : undefined
  if (described && 'reason' in described) return described
  if (Object.keys(says).length === 0) return described
  return { diagnostics: [], ...described, settings: root => withTable(root, stored.id, says) }
}

const daysIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

const odd = (what: string, days: number) => ({
  reason: `its ${what} retention of ${days} days is none that can be chosen`,
})

function withTable(root: Members, name: string, says: Members): Members {
  const { tables = {}, ...others } = (root.retention ?? {}) as { readonly tables?: Members }
  return { ...root, retention: { ...others, tables: { ...tables, [name]: says } } }
}
