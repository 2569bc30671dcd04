import { type Answer, badRequest, ok, refusal } from '../http/answer.ts'
import { type Call, inWorkspace, type Route, type RouteContext } from '../http/route.ts'
import { fixedRetention, planFault, retentionFault, workspaceRetention } from '../service/table-retention.ts'
import { nextId, type StoredOperation, type StoredRetention } from '../state/workspace-state.ts'
import { locationPath } from './operation-statuses.ts'

const collection = inWorkspace('/tables')
const item = `${collection}/{table}`

const inherited: StoredRetention = { retentionInDays: null, totalRetentionInDays: null }

/** Completes changes that are due; returns the one that is still running. */
function runningOperation(table: string, { state, clock }: RouteContext): StoredOperation | undefined {
  const operations = [...state.operations.values()].filter(operation => operation.table === table)
  for (const operation of operations) {
    if (Date.parse(operation.readyAt) <= clock().getTime()) state.tables.set(table, operation.retention)
  }
  return operations.find(operation => Date.parse(operation.readyAt) > clock().getTime())
}

function documentOf(call: Call, table: string, context: RouteContext): Record<string, unknown> {
  const running = runningOperation(table, context)
  const settings = context.state.tables.get(table) ?? inherited
  const { plan = 'Analytics' } = settings
  const retentionInDays = plan === 'Analytics' ? (settings.retentionInDays ?? workspaceRetention) : fixedRetention
  const totalRetentionInDays = settings.totalRetentionInDays ?? retentionInDays
  return {
    id: `${call.path.slice(0, call.path.toLowerCase().lastIndexOf('/tables'))}/tables/${table}`,
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

const list = (call: Call, context: RouteContext): Answer =>
  ok({ value: context.names.catalogue.names.map(table => documentOf(call, table, context)) })

const get = (call: Call, context: RouteContext): Answer =>
  context.names.catalogue.get(call.at.table!) ? ok(documentOf(call, call.at.table!, context)) : missing(call)

/** PUT starts from the defaults, PATCH from what is stored: the one difference between them. */
const change = (start: (stored: StoredRetention) => StoredRetention) => (call: Call, context: RouteContext) => {
  const { state, clock, operationSeconds, origin } = context
  const table = call.at.table!
  if (!context.names.catalogue.get(table)) return missing(call)
  if (runningOperation(table, context)) {
    return refusal(409, 'Conflict', `The table '${table}' is being updated. Try again when that has finished.`)
  }
  const stored = state.tables.get(table) ?? inherited
  const sent = (call.body as { properties?: Record<string, unknown> } | undefined)?.properties ?? {}
  const plan = sent.plan ?? start(stored).plan
  const misplanned = planFault(stored.plan, plan)
  if (misplanned !== undefined) return badRequest(misplanned)
  const retention = { ...start(stored), ...(typeof plan === 'string' && { plan }) }
  for (const name of ['retentionInDays', 'totalRetentionInDays'] as const) {
    if (sent[name] !== undefined) retention[name] = sent[name] === -1 ? null : (sent[name] as number | null)
  }
  const fault = retentionFault(retention)
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
  state.operations.set(id, { id, table, retention, startedAt: now.toISOString(), readyAt })
  const status = `${origin}${locationPath(call.at.subscription!)}/operationStatuses/${id}`
  return {
    status: 202,
    headers: {
      'Azure-AsyncOperation': `${status}?api-version=${call.query.get('api-version')}`,
      'Retry-After': String(operationSeconds),
    },
  }
}

/** Tables of the workspace: those of the catalogue. A table is locked while it changes. */
export const tableRoutes: readonly Route[] = [
  { method: 'GET', path: collection, handle: list },
  { method: 'GET', path: item, handle: get },
  { method: 'PUT', path: item, handle: change(() => inherited) },
  { method: 'PATCH', path: item, handle: change(stored => stored) },
]
