import { type Answer, ok, refusal } from '../http/answer.ts'
import { inOperationalInsights } from '../http/api-versions.ts'
import type { Call, Route, Service } from '../http/route.ts'
import { operations } from '../state/collections.ts'

/** Where the status of a subscription's long-running operations is asked for. */
export const locationPath = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/locations/local`

function get(call: Call, { state, clock, operationSeconds }: Service): Answer {
  const worlds = [...state.worlds.values()]
  const operation = worlds.map(world => operations(world).get(call.at.operation!)).find(found => found)
  if (!operation) return refusal(404, 'ResourceNotFound', `The operation '${call.at.operation}' does not exist.`)
  const done = Date.parse(operation.readyAt) <= clock().getTime()
  return {
    ...ok({
      id: call.url.pathname,
      name: operation.id,
      startTime: operation.startedAt,
      ...(done && { endTime: operation.readyAt }),
      status: done ? 'Succeeded' : 'InProgress',
    }),
    ...(!done && { headers: { 'Retry-After': String(operationSeconds) } }),
  }
}

export const operationStatusRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${locationPath('{subscription}')}/operationStatuses/{operation}`,
    versions: inOperationalInsights('locations/operationStatuses'),
    handle: get,
  },
]
