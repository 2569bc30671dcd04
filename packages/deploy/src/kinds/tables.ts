import type { Resource } from '@tripline/azure'
import type { TableRetention } from '@tripline/project'
import {
  commonKind,
  conditional,
  type DesiredProject,
  type DesiredResource,
  type Judged,
  type Kind,
  type Operation,
  type Remark,
} from '../kind.ts'

/** `InProgress` is about rows: the table is not locked. */
const operations: Readonly<Record<string, Operation>> = { Updating: 'change', Deleting: 'deletion' }

/** Retention and plan of tables. Settings that the project leaves out stay as they are. */
export const tables: Kind = {
  ...commonKind,
  type: 'tables',
  noun: 'table',
  fields: { plan: {}, retentionInDays: {}, totalRetentionInDays: {} },
  wanted: wantedTables,
  isPartial: () => true,
  operationOn: ({ properties }) => operations[String(properties.provisioningState)],
  *judge(judged) {
    const { stored, changes } = judged
    if (!stored) {
      yield { conflict: 'the workspace has no such table; a data connector creates its tables with the first data' }
    } else if (changes.length > 0) yield* judgeChange(judged, stored)
  },
  sendings: ({ id, write, stored }) => [client => client.tables.patch(id, conditional(write, stored))],
}

/** The retention of every table that a rule reads or that the project names. */
function wantedTables({ rules, retention }: DesiredProject): readonly DesiredResource[] {
  const own = new Map(retention.tables.map(period => [period.table.value.toLowerCase(), period]))
  const named = retention.tables.map(({ table }) => table.value)
  const names = new Map([...named, ...rules.flatMap(({ reads }) => reads)].map(name => [name.toLowerCase(), name]))
  return [...names].flatMap(([key, name]) => {
    const { plan, interactive, total }: Partial<TableRetention> = own.get(key) ?? retention.default
    const properties = {
      ...(plan && { plan: plan.value }),
      ...(interactive && { retentionInDays: interactive.value }),
      ...(total && { totalRetentionInDays: total.value }),
    }
    return Object.keys(properties).length > 0 ? [{ type: 'tables', id: name, name, body: { properties } }] : []
  })
}

/** How often the service lets a table change its plan. */
const week = 7 * 24 * 3_600_000

const day = (time: number): string => new Date(time).toISOString().slice(0, 10)

function* judgeChange({ wanted, readAt }: Judged, { properties: stored }: Resource): Iterable<Remark> {
  const { plan, retentionInDays: interactive, totalRetentionInDays: total } = wanted.body.properties
  const before = stored.plan ?? 'Analytics'
  const after = plan ?? before
  if (after !== before && (after === 'Auxiliary' || before === 'Auxiliary')) {
    yield {
      conflict: `the Auxiliary plan can only be chosen when a table is created; it cannot be changed from ${before} to ${after}`,
    }
  }
  if (after !== 'Analytics' && interactive !== undefined) {
    yield { conflict: `the interactive retention of a ${after} table is fixed` }
  }
  const changed = Date.parse(String(stored.lastPlanModifiedDate))
  if (after !== before && readAt - changed < week) {
    yield {
      conflict: `its plan was changed on ${day(changed)}; the service allows that once a week, so again from ${day(changed + week)}`,
    }
  }
  if (after !== before && before === 'Analytics') {
    yield { warning: `analytics rules cannot read a ${after} table; its plan can be changed back after a week` }
  }
  if (isLess(interactive, stored.retentionInDays)) {
    yield { warning: `rules and queries no longer see data older than ${interactive} days` }
  }
  if (isLess(total, stored.totalRetentionInDays)) {
    yield { warning: `data older than ${total} days is removed after 30 days` }
  }
}

const isLess = (wanted: unknown, stored: unknown): boolean => typeof wanted === 'number' && wanted < Number(stored)
