import type { Resource } from '@tripline/azure'
import type { TableRetention } from '@tripline/project'
import { isCustomTable } from '@tripline/schemas'
import {
  type Change,
  commonKind,
  type DesiredProject,
  type DesiredResource,
  type Judged,
  type Kind,
  type Operation,
  type Remark,
  type Sending,
} from '../kind.ts'
import { columnTypesIn, extendedSchema, judgeColumns, schemaOf } from './table-columns.ts'

/** `InProgress` is about rows: the table is not locked. */
const operations: Readonly<Record<string, Operation>> = { Updating: 'change', Deleting: 'deletion' }

/**
 * Retention and plan of tables, and the columns of custom ones. Settings that the project leaves out, and columns that it
 * does not have, stay as they are.
 */
export const tables: Kind = {
  ...commonKind,
  type: 'tables',
  noun: 'table',
  fields: { plan: {}, retentionInDays: {}, totalRetentionInDays: {}, 'columns.*': {} },
  wanted: wantedTables,
  isPartial: () => true,
  comparable: ({ plan, ...properties }) => ({
    plan,
    retentionInDays: ownDays(properties, 'retentionInDays'),
    totalRetentionInDays: ownDays(properties, 'totalRetentionInDays'),
    columns: columnTypesIn(properties),
  }),
  isHiddenAtFirst: true,
  operationOn: ({ properties }) => operations[String(properties.provisioningState)],
  *judge(judged) {
    const { stored, changes, wanted } = judged
    const { properties } = wanted.body
    yield* judgeColumns(properties, stored?.properties)
    if (!stored && properties.schema === undefined) {
      yield { conflict: 'the workspace has no such table; a data connector creates its tables with the first data' }
    } else if (stored && changes.length > 0) yield* judgeChange(judged, stored)
  },
  async describe(stored) {
    return (await import('../describe/describe-table.ts')).describeTable(this, stored)
  },
  absorb: async differing => (await import('../absorb/absorb-retention.ts')).absorbTable(differing),
  sendings: change => [sendingOf(change)],
}

/** The days of a table itself: a value that it inherits changes with the workspace's. */
const ownDays = (properties: Resource['properties'], name: 'retentionInDays' | 'totalRetentionInDays'): unknown =>
  properties[`${name}AsDefault`] === true ? undefined : properties[name]

function sendingOf({ id, write: { body }, stored }: Change): Sending {
  if (!stored) return client => client.tables.put(id, body)
  const { schema: _, ...settings } = body.properties
  const schema = extendedSchema(body.properties, stored.properties)
  const properties = { ...settings, ...(schema && { schema }) }
  return client => client.tables.patch(id, { properties })
}

/** The custom tables of the project, and the settings of every table that a rule reads or that the project names. */
function wantedTables({ rules, tables, retention }: DesiredProject): readonly DesiredResource[] {
  const custom = new Map(tables.filter(isCustomTable).map(table => [table.name.toLowerCase(), table]))
  const own = new Map(retention.tables.map(period => [period.table.value.toLowerCase(), period]))
  const used = [...retention.tables.map(({ table }) => table.value), ...rules.flatMap(({ reads }) => reads)]
  const byDefault = new Map(used.map(name => [name.toLowerCase(), retention.default]))
  const names = [...used, ...[...custom.values()].map(({ name }) => name)]
  return [...new Map(names.map(name => [name.toLowerCase(), name]))].flatMap(([key, name]) => {
    const { plan, interactive, total }: Partial<TableRetention> = own.get(key) ?? byDefault.get(key) ?? {}
    const table = custom.get(key)
    const properties = {
      ...(table && { schema: schemaOf(table) }),
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
      conflict: `its plan was changed on ${day(changed)}; the service allows that once a week, so not again before ${day(changed + week)}`,
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
