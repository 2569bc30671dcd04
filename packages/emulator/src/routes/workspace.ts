import { recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inOperationalInsights } from '../http/api-versions.ts'
import { type Call, type Route, type RouteContext, workspaceId, workspacePath } from '../http/route.ts'
import { anything, ignored, object, oneOf, type Shape, text, whole } from '../service/shape.ts'
import { retentionOf } from '../service/table-retention.ts'
import { settings } from '../state/collections.ts'
import { emptyStore } from '../state/emulator-state.ts'
import { customerId, type ResourceStore } from '../state/resource-store.ts'

const properties = object({
  sku: object({ 'name!': oneOf('PerGB2018') }),
  retentionInDays: whole(30, 730),
  ...ignored('customerId', 'provisioningState', 'createdDate', 'modifiedDate'),
})

/** Where every workspace is. */
export const workspaceLocation = 'local'

/** The published envelopes; of the properties, only those that the emulator keeps. */
const envelope = { ...ignored('id', 'name', 'type', 'etag', 'tags'), properties }
const created: Shape = object({ ...envelope, 'location!': text(1) })
const patched: Shape = object({ ...envelope, location: anything })

const documentOf = (workspace: ResourceStore) => ({
  id: workspace.id,
  name: workspace.id.slice(workspace.id.lastIndexOf('/') + 1),
  type: 'Microsoft.OperationalInsights/workspaces',
  location: workspaceLocation,
  properties: {
    customerId: customerId(workspace),
    provisioningState: 'Succeeded',
    sku: { name: 'PerGB2018' },
    retentionInDays: retentionOf(workspace),
  },
})

export function missingWorkspace({ at: { workspace, resourceGroup } }: Call): Answer {
  const resource = `Microsoft.OperationalInsights/workspaces/${workspace}`
  const message = `The Resource '${resource}' under resource group '${resourceGroup}' was not found.`
  return refusal(404, 'ResourceNotFound', message)
}

const find = (call: Call, { state }: RouteContext): ResourceStore | undefined =>
  state.workspaces.get(workspaceId(call).toLowerCase())

function get(call: Call, context: RouteContext): Answer {
  const workspace = find(call, context)
  return workspace ? ok(documentOf(workspace)) : missingWorkspace(call)
}

function put(call: Call, context: RouteContext): Answer {
  const fault = created(call.body, '')
  if (fault !== undefined) return answered(fault)
  const found = find(call, context)
  const workspace = found ?? emptyStore(workspaceId(call))
  context.state.workspaces.set(workspace.id.toLowerCase(), workspace)
  return change(call, context, workspace, found ? 200 : 201)
}

function patch(call: Call, context: RouteContext): Answer {
  const workspace = find(call, context)
  if (!workspace) return missingWorkspace(call)
  const fault = patched(call.body, '')
  return fault === undefined ? change(call, context, workspace, 200) : answered(fault)
}

function change({ body }: Call, { state }: RouteContext, workspace: ResourceStore, status: number): Answer {
  const { retentionInDays } = recordOr(recordOr(body).properties)
  if (typeof retentionInDays === 'number') settings(workspace).set('workspace', { retentionInDays })
  state.revision += 1
  return ok(documentOf(workspace), status)
}

const versions = inOperationalInsights('workspaces')

/** The workspace itself; its retention holds for every table that has none of its own. */
export const workspaceRoutes: readonly Route[] = [
  { method: 'GET', path: workspacePath, versions, handle: get },
  { method: 'PUT', path: workspacePath, versions, handle: put },
  { method: 'PATCH', path: workspacePath, versions, handle: patch },
]
