import type { Call, RouteContext, WorkspaceContext } from '../http/route.ts'
import { type Change, operations, type StoredOperation } from '../state/collections.ts'
import { nextId } from '../state/emulator-state.ts'
import { collection, type ResourceStore } from '../state/resource-store.ts'

/** Where the status of a subscription's long-running operations is asked for. */
export const operationsPath = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/locations/local`

/** Begins a change of a resource that takes effect once the operation ends; returns the links to it. */
export function startOperation(
  { at, apiVersion }: Pick<Call, 'at' | 'apiVersion'>,
  { workspace, state, clock, origin, operationSeconds }: WorkspaceContext,
  resource: string,
  changes: readonly Change[],
): { readonly status: string; readonly result: string } {
  const id = nextId(state)
  const now = clock().getTime()
  operations(workspace).set(id, {
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
export const runningOperation = (workspace: ResourceStore, resource: string): StoredOperation | undefined =>
  [...operations(workspace).values()].find(one => !one.done && one.resource === resource.toLowerCase())

/** How long the status of an operation can be asked for after its end. */
const statusMilliseconds = 24 * 3_600_000

/** Puts the operations of the workspace into effect that have ended, and forgets those that ended long ago. */
export function settle(workspace: ResourceStore, { state, clock }: RouteContext): void {
  const now = clock().getTime()
  for (const operation of operations(workspace).values()) {
    const readyAt = Date.parse(operation.readyAt)
    if (operation.done && now - readyAt > statusMilliseconds) operations(workspace).delete(operation.id)
    if (operation.done || readyAt > now) continue
    for (const { of, key, value } of operation.changes) {
      const held = collection(of)(workspace)
      if (key === undefined) held.clear()
      else if (value === undefined) held.delete(key)
      else held.set(key, value)
    }
    operations(workspace).set(operation.id, { ...operation, changes: [], done: true })
    state.revision += 1
  }
}
