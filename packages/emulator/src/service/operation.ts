import type { Call, Service, WorkspaceService } from '../http/route.ts'
import { type Change, operations, type StoredOperation } from '../state/collections.ts'
import { nextId } from '../state/emulator-state.ts'
import { collection, type World } from '../state/world.ts'

/** Where the status of a subscription's long-running operations is asked for. */
export const operationsPath = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/locations/local`

/** Begins a change of a resource that takes effect once the operation ends; returns the links to it. */
export function startOperation(
  { at, apiVersion }: Pick<Call, 'at' | 'apiVersion'>,
  { world, state, clock, origin, operationSeconds }: WorkspaceService,
  resource: string,
  changes: readonly Change[],
): { readonly status: string; readonly result: string } {
  const id = nextId(state)
  const now = clock().getTime()
  operations(world).set(id, {
    id,
    resource: resource.toLowerCase(),
    startedAt: new Date(now).toISOString(),
    readyAt: new Date(now + operationSeconds * 1000).toISOString(),
    changes,
  })
  const link = (kind: string) => `${origin}${operationsPath(at.subscription!)}/${kind}/${id}?api-version=${apiVersion}`
  return { status: link('operationStatuses'), result: link('operationResults') }
}

/** The operation that still changes the resource. */
export const runningOperation = (world: World, resource: string): StoredOperation | undefined =>
  [...operations(world).values()].find(one => !one.done && one.resource === resource.toLowerCase())

/** Puts the operations of the workspace into effect that have ended. */
export function settle(world: World, { state, clock }: Service): void {
  for (const operation of operations(world).values()) {
    if (operation.done || Date.parse(operation.readyAt) > clock().getTime()) continue
    for (const { of, key, value } of operation.changes) {
      const held = collection(of)(world)
      if (key === undefined) held.clear()
      else if (value === undefined) held.delete(key)
      else held.set(key, value)
    }
    operations(world).set(operation.id, { ...operation, changes: [], done: true })
    state.revision += 1
  }
}
