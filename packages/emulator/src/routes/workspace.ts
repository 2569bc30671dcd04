import { recordOr } from '@tripline/diagnostics'
import { type Answer, answered, ok, refusal } from '../http/answer.ts'
import { inOperationalInsights } from '../http/api-versions.ts'
import { type Call, type Route, type Service, workspaceId, workspacePath } from '../http/route.ts'
import { workspaceLocation } from '../service/caller.ts'
import { anything, object, oneOf, type Shape, text, whole } from '../service/shape.ts'
import { retentionOf } from '../service/table-retention.ts'
import { settings } from '../state/collections.ts'
import { emptyWorld } from '../state/emulator-state.ts'
import { customerId, type World } from '../state/world.ts'

const properties = object({
  sku: object({ 'name!': oneOf('PerGB2018') }),
  retentionInDays: whole(30, 730),
})

/** The published envelopes; of the properties, only those that the emulator keeps. */
const envelope = { id: anything, name: anything, type: anything, etag: anything, tags: anything, properties }
const created: Shape = object({ ...envelope, 'location!': text(1) })
const patched: Shape = object(envelope)

const documentOf = (world: World) => ({
  id: world.id,
  name: world.id.slice(world.id.lastIndexOf('/') + 1),
  type: 'Microsoft.OperationalInsights/workspaces',
  location: workspaceLocation,
  properties: {
    customerId: customerId(world),
    provisioningState: 'Succeeded',
    sku: { name: 'PerGB2018' },
    retentionInDays: retentionOf(world),
  },
})

export function missingWorkspace({ at: { workspace, resourceGroup } }: Call): Answer {
  const resource = `Microsoft.OperationalInsights/workspaces/${workspace}`
  const message = `The Resource '${resource}' under resource group '${resourceGroup}' was not found.`
  return refusal(404, 'ResourceNotFound', message)
}

const find = (call: Call, { state }: Service): World | undefined => state.worlds.get(workspaceId(call).toLowerCase())

function get(call: Call, service: Service): Answer {
  const world = find(call, service)
  return world ? ok(documentOf(world)) : missingWorkspace(call)
}

function put(call: Call, service: Service): Answer {
  const fault = created(call.body, '')
  if (fault !== undefined) return answered(fault)
  const found = find(call, service)
  const world = found ?? emptyWorld(workspaceId(call))
  service.state.worlds.set(world.id.toLowerCase(), world)
  return change(call, service, world, found ? 200 : 201)
}

function patch(call: Call, service: Service): Answer {
  const world = find(call, service)
  if (!world) return missingWorkspace(call)
  const fault = patched(call.body, '')
  return fault === undefined ? change(call, service, world, 200) : answered(fault)
}

function change({ body }: Call, { state }: Service, world: World, status: number): Answer {
  const { retentionInDays } = recordOr(recordOr(body).properties)
  if (typeof retentionInDays === 'number') settings(world).set('workspace', { retentionInDays })
  state.revision += 1
  return ok(documentOf(world), status)
}

const versions = inOperationalInsights('workspaces')

/** The workspace itself; its retention holds for every table that has none of its own. */
export const workspaceRoutes: readonly Route[] = [
  { method: 'GET', path: workspacePath, versions, handle: get },
  { method: 'PUT', path: workspacePath, versions, handle: put },
  { method: 'PATCH', path: workspacePath, versions, handle: patch },
]
