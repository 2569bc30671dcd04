import { type Answer, badRequest, ok, refusal } from '../http/answer.ts'
import { inOperationalInsights } from '../http/api-versions.ts'
import { type Call, inWorkspace, resourceId, type WorkspaceRoute, type WorkspaceService } from '../http/route.ts'
import { fixedRetention, planFault, retentionFault, retentionOf } from '../service/table-retention.ts'
import { operations, type StoredOperation, type StoredRetention, tables } from '../state/collections.ts'
import { nextId } from '../state/emulator-state.ts'
import { locationPath } from './operation-statuses.ts'

const collection = inWorkspace('/tables')
const versions = inOperationalInsights('workspaces/tables')
const item = `${collection}/{table}`

const inherited: StoredRetention = { retentionInDays: null, totalRetentionInDays: null }

/** Completes changes that are due; returns the one that is still running. */
function runningOperation(table: string, { world, clock }: WorkspaceService): StoredOperation | undefined {
  const changes = [...operations(world).values()].filter(operation => operation.table === table)
  for (const { readyAt, retention } of changes) {
    if (Date.parse(readyAt) <= clock().getTime()) tables(world).set(table.toLowerCase(), retention)
  }
  return changes.find(operation => Date.parse(operation.readyAt) > clock().getTime())
}

function documentOf(call: Call, table: string, context: WorkspaceService): Record<string, unknown> {
  const running = runningOperation(table, context)
  const settings = tables(context.world).get(table.toLowerCase()) ?? inherited
  const { plan = 'Analytics' } = settings
  const retentionInDays =
    plan === 'Analytics' ? (settings.retentionInDays ?? retentionOf(context.world)) : fixedRetention
  const totalRetentionInDays = settings.totalRetentionInDays ?? retentionInDays
  return {
    id: `${resourceId(collection, call, context.world)}/${table}`,
    name: table,
    properties: {
      retentionInDays,
      totalRetentionInDays,
      archiveRetentionInDays: totalRetentionInDays - retentionInDays,
      retentionInDaysAsDefault: settings.retentionInDays === null,
      totalRetentionInDaysAsDefault: settings.totalRetentionInDays === null,
      plan,
      provisioningState: running ? 'Updating' : 'Succeeded',
      schema: { name: table, tableType: 'Microsoft', tableSubType: 'Any', solutions: ['LogManagement'] },
    },
  }
}

const missing = (call: Call): Answer =>
  refusal(404, 'ResourceNotFound', `The table '${call.at.table}' does not exist in the workspace.`)

const list = (call: Call, context: WorkspaceService): Answer =>
  ok({ value: context.names(context.world).catalogue.names.map(table => documentOf(call, table, context)) })

const get = (call: Call, context: WorkspaceService): Answer =>
  context.names(context.world).catalogue.get(call.at.table!)
    ? ok(documentOf(call, call.at.table!, context))
    : missing(call)

/** PUT starts from the defaults, PATCH from what is stored: the one difference between them. */
const change = (start: (stored: StoredRetention) => StoredRetention) => (call: Call, context: WorkspaceService) => {
  const { world, state, clock, operationSeconds, origin } = context
  const table = call.at.table!
  if (!context.names(context.world).catalogue.get(table)) return missing(call)
  if (runningOperation(table, context)) {
    return refusal(409, 'Conflict', `The table '${table}' is being updated. Try again when that has finished.`)
  }
  const stored = tables(world).get(table.toLowerCase()) ?? inherited
  const sent = (call.body as { properties?: Record<string, unknown> } | undefined)?.properties ?? {}
  const plan = sent.plan ?? start(stored).plan
  const misplanned = planFault(stored.plan, plan)
  if (misplanned !== undefined) return badRequest(misplanned)
  const retention = { ...start(stored), ...(typeof plan === 'string' && { plan }) }
  for (const name of ['retentionInDays', 'totalRetentionInDays'] as const) {
    if (sent[name] !== undefined) retention[name] = sent[name] === -1 ? null : (sent[name] as number | null)
  }
  const fault = retentionFault(retention, retentionOf(world))
  if (fault !== undefined) return badRequest(fault)
  if (
    retention.plan === stored.plan &&
    retention.retentionInDays === stored.retentionInDays &&
    retention.totalRetentionInDays === stored.totalRetentionInDays
  ) {
    return ok(documentOf(call, table, context))
  }
  const id = nextId(state)
  const now = clock()
  const readyAt = new Date(now.getTime() + operationSeconds * 1000).toISOString()
  operations(world).set(id, { id, table, retention, startedAt: now.toISOString(), readyAt })
  const status = `${origin}${locationPath(call.at.subscription!)}/operationStatuses/${id}`
  return {
    status: 202,
    headers: {
      'Azure-AsyncOperation': `${status}?api-version=${call.apiVersion}`,
      'Retry-After': String(operationSeconds),
    },
  }
}

/** Tables of the workspace: those of the catalogue. A table is locked while it changes. */
export const tableRoutes: readonly WorkspaceRoute[] = [
  { method: 'GET', path: collection, versions, handle: list },
  { method: 'GET', path: item, versions, handle: get },
  { method: 'PUT', path: item, versions, handle: change(() => inherited) },
  { method: 'PATCH', path: item, versions, handle: change(stored => stored) },
]
