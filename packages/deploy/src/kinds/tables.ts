import type { Resource } from '@tripline/azure'
import type { TableRetention } from '@tripline/project'
import { commonKind, type DesiredProject, type DesiredResource, type Kind, type Remark } from '../kind.ts'

/** Retention and plan of tables. Settings that the project leaves out stay as they are. */
export const tables: Kind = {
  ...commonKind,
  type: 'tables',
  noun: 'table',
  fields: { plan: {}, retentionInDays: {}, totalRetentionInDays: {} },
  wanted: wantedTables,
  isPartial: () => true,
  isBusy: ({ properties }) => properties.provisioningState === 'Updating',
  *judge({ wanted, stored, changes }) {
    if (!stored) {
      yield { conflict: 'the workspace has no such table; a data connector creates its tables with the first data' }
    } else if (changes.length > 0) yield* judgeChange(wanted.body.properties, stored)
  },
  send: (collection, id, { body }) => collection.patch(id, body),
}

/** The retention of every table that a rule reads or that the project names. */
function wantedTables({ rules, retention }: DesiredProject): readonly DesiredResource[] {
  const own = new Map(retention.tables.map(period => [period.table.value, period]))
  const read = rules.flatMap(({ reads }) => reads)
  return [...new Set([...own.keys(), ...read])].flatMap(name => {
    const { plan, interactive, total }: Partial<TableRetention> = own.get(name) ?? retention.default
    const properties = {
      ...(plan && { plan: plan.value }),
      ...(interactive && { retentionInDays: interactive.value }),
      ...(total && { totalRetentionInDays: total.value }),
    }
    return Object.keys(properties).length > 0 ? [{ type: 'tables', id: name, name, body: { properties } }] : []
  })
}

function* judgeChange(wanted: Resource['properties'], { properties: stored }: Resource): Iterable<Remark> {
  const [plan = 'Analytics', next = plan] = [stored.plan, wanted.plan] as readonly (string | undefined)[]
  if (next !== plan && (next === 'Auxiliary' || plan === 'Auxiliary')) {
    yield {
      conflict: `the Auxiliary plan can only be chosen when a table is created; it cannot be changed from ${plan} to ${next}`,
    }
  }
  if (next !== 'Analytics' && wanted.retentionInDays !== undefined) {
    yield { conflict: `the interactive retention of a ${next} table is fixed` }
  }
  const total = wanted.totalRetentionInDays
  if (typeof total === 'number' && total < Number(stored.totalRetentionInDays)) {
    yield { warning: `data older than ${total} days is removed after 30 days` }
  }
}
