import { isRecord, recordOr } from '@tripline/diagnostics'
import type { Table } from '@tripline/schemas'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inOperationalInsights } from '../http/api-versions.ts'
import { type Call, inWorkspace, resourceId, type WorkspaceContext, type WorkspaceRoute } from '../http/route.ts'
import { disableRules } from '../service/disable-rules.ts'
import { runningOperation, startOperation } from '../service/operation.ts'
import { planFault, retentionFault, schemaFault } from '../service/table-fault.ts'
import { retentionInForce, retentionOf } from '../service/table-retention.ts'
import { tableShape } from '../service/table-shape.ts'
import { findTable, isCustom, publishedColumns } from '../service/workspace-tables.ts'
import { type StoredSchema, type StoredTable, tables } from '../state/collections.ts'

const collection = inWorkspace('/tables')
const item = `${collection}/{table}`
const versions = inOperationalInsights('workspaces/tables')

const inherited: StoredTable = { retentionInDays: null, totalRetentionInDays: null }

const idOf = (call: Call, { workspace }: WorkspaceContext, name: string): string =>
  `${resourceId(collection, call, workspace)}/${name}`

const storedTable = (name: string, { workspace }: WorkspaceContext): StoredTable =>
  tables(workspace).get(name.toLowerCase()) ?? inherited

function documentOf(call: Call, context: WorkspaceContext, table: Table): Record<string, unknown> {
  const { name } = table
  const { workspace } = context
  const stored = storedTable(name, context)
  const id = idOf(call, context, name)
  const running = runningOperation(workspace, id)
  return {
    id,
    name,
    properties: {
      ...retentionInForce(stored, workspace),
      ...(stored.lastPlanModifiedDate !== undefined && { lastPlanModifiedDate: stored.lastPlanModifiedDate }),
      provisioningState: running ? (running.changes.some(isRemoval) ? 'Deleting' : 'Updating') : 'Succeeded',
      schema: isCustom(name) ? customSchema(table, stored) : microsoftSchema(name),
    },
  }
}

const isRemoval = ({ value }: { readonly value?: unknown }): boolean => value === undefined

const customSchema = (table: Table, { schema }: StoredTable) => ({
  ...(schema ?? { name: table.name, columns: publishedColumns(table) }),
  tableType: 'CustomLog',
  tableSubType: 'DataCollectionRuleBased',
  solutions: ['LogManagement'],
})

const microsoftSchema = (name: string) => ({
  name,
  tableType: 'Microsoft',
  tableSubType: 'Any',
  solutions: ['LogManagement'],
})

const missing = (call: Call): Answer =>
  refusal(404, 'ResourceNotFound', `The table '${call.at.table}' does not exist in the workspace.`)

const locked = (call: Call): Answer =>
  refusal(409, 'Conflict', `The table '${call.at.table}' is being updated. Try again when that has finished.`)

const catalogueOf = ({ names, workspace }: WorkspaceContext) => names(workspace).catalogue

function list(call: Call, context: WorkspaceContext): Answer {
  const catalogue = catalogueOf(context)
  return ok({ value: catalogue.names.map(name => documentOf(call, context, catalogue.get(name)!)) })
}

function get(call: Call, context: WorkspaceContext): Answer {
  const table = findTable(catalogueOf(context), call.at.table!)
  return table ? ok(documentOf(call, context, table)) : missing(call)
}

/** PUT starts from the defaults and creates custom tables; PATCH starts from what is stored. */
const change = (method: 'PUT' | 'PATCH') => (call: Call, context: WorkspaceContext) => {
  const fault = tableShape(call.apiVersion)(call.body, '')
  if (fault !== undefined) return answered(fault)
  const sent = recordOr(recordOr(call.body).properties)
  const table = findTable(catalogueOf(context), call.at.table!)
  if (!table) return method === 'PUT' && isCustom(call.at.table!) ? create(call, context, sent) : missing(call)
  if (runningOperation(context.workspace, idOf(call, context, table.name))) return locked(call)
  const stored = storedTable(table.name, context)
  const start = method === 'PATCH' ? stored : { ...inherited, ...(stored.schema && { schema: stored.schema }) }
  const next = changed(start, sent, stored, context)
  const refused = tableFault(table.name, next, stored, context)
  if (refused !== undefined) return answered(refused)
  return JSON.stringify(next) === JSON.stringify(stored)
    ? ok(documentOf(call, context, table))
    : accepted(call, context, table.name, next)
}

function create(call: Call, context: WorkspaceContext, sent: Readonly<Record<string, unknown>>): Answer {
  const name = call.at.table!
  if (runningOperation(context.workspace, idOf(call, context, name))) return locked(call)
  if (sent.schema === undefined) return answered("Required property 'properties.schema' is missing.")
  const start = { ...inherited, ...(typeof sent.plan === 'string' && { plan: sent.plan }) }
  const next = changed(start, sent, start, context)
  const refused = tableFault(name, next, start, context)
  return refused === undefined ? accepted(call, context, name, next) : answered(refused)
}

/** A table with what was sent over what it starts from. */
function changed(
  start: StoredTable,
  sent: Readonly<Record<string, unknown>>,
  stored: StoredTable,
  { clock }: WorkspaceContext,
): StoredTable {
  const days = (name: 'retentionInDays' | 'totalRetentionInDays') =>
    sent[name] === undefined ? start[name] : sent[name] === -1 ? null : (sent[name] as number | null)
  const plan = typeof sent.plan === 'string' ? sent.plan : (start.plan ?? 'Analytics')
  const replanned = plan !== (stored.plan ?? 'Analytics')
  const schema = isRecord(sent.schema) ? ownSchema(sent.schema as unknown as StoredSchema) : start.schema
  const planned = replanned ? clock().toISOString() : stored.lastPlanModifiedDate
  return {
    ...(plan !== 'Analytics' && { plan }),
    ...(planned !== undefined && { lastPlanModifiedDate: planned }),
    retentionInDays: days('retentionInDays'),
    totalRetentionInDays: days('totalRetentionInDays'),
    ...(schema && { schema }),
  }
}

/** What of a schema a caller sets; Microsoft's tables have none. */
function ownSchema({ name, displayName, description, columns }: StoredSchema): StoredSchema | undefined {
  if (!isCustom(name) && columns === undefined) return undefined
  return {
    name,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
    columns: columns ?? [],
  }
}

const tableFault = (name: string, next: StoredTable, stored: StoredTable, { workspace, clock }: WorkspaceContext) =>
  planFault(stored, next.plan, clock()) ??
  retentionFault(next, retentionOf(workspace)) ??
  (next.schema === undefined || next.schema === stored.schema
    ? undefined
    : isCustom(name)
      ? schemaFault(name, next.schema, stored.schema)
      : `The emulator does not change the schema of '${name}'.`)

function accepted(call: Call, context: WorkspaceContext, name: string, value: StoredTable | undefined): Answer {
  const id = idOf(call, context, name)
  const { status, result } = startOperation(call, context, id, [
    { of: 'tables', key: name.toLowerCase(), ...(value && { value }) },
  ])
  const links = { 'Azure-AsyncOperation': status, ...(value === undefined && { Location: result }) }
  return {
    status: 202,
    headers: context.linksOperations ? { ...links, 'Retry-After': String(context.operationSeconds) } : {},
  }
}

function remove(call: Call, context: WorkspaceContext): Answer {
  const table = findTable(catalogueOf(context), call.at.table!)
  if (!table) return { status: 204 }
  if (!tables(context.workspace).get(table.name.toLowerCase())?.schema) {
    return answered(`The table '${table.name}' is not a custom table of the workspace and cannot be deleted.`)
  }
  if (runningOperation(context.workspace, idOf(call, context, table.name))) return locked(call)
  disableRules(context, table.name, `the table ${table.name} was deleted`)
  return accepted(call, context, table.name, undefined)
}

/** Tables of the workspace: those of the catalogue and its own. A table is locked while it changes. */
export const tableRoutes: readonly WorkspaceRoute[] = [
  { method: 'GET', path: collection, versions, handle: list },
  { method: 'GET', path: item, versions, handle: get },
  { method: 'PUT', path: item, versions, handle: change('PUT') },
  { method: 'PATCH', path: item, versions, handle: change('PATCH') },
  { method: 'DELETE', path: item, versions, handle: remove },
]
