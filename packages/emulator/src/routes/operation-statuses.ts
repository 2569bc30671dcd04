import { type Answer, ok, refusal } from '../http/answer.ts'
import type { Call, Route, RouteContext } from '../http/route.ts'

/** Where the status of a subscription's long-running operations is asked for. */
export const locationPath = (subscription: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/locations/local`

function get(call: Call, { state, clock, operationSeconds }: RouteContext): Answer {
  const operation = state.operations.get(call.at.operation!)
  if (!operation) return refusal(404, 'ResourceNotFound', `The operation '${call.at.operation}' does not exist.`)
  const done = Date.parse(operation.readyAt) <= clock().getTime()
  return {
    ...ok({
      id: call.path,
      name: operation.id,
      startTime: operation.startedAt,
      ...(done && { endTime: operation.readyAt }),
      status: done ? 'Succeeded' : 'InProgress',
    }),
    ...(!done && { headers: { 'Retry-After': String(operationSeconds) } }),
  }
}

export const operationStatusRoutes: readonly Route[] = [
  { method: 'GET', path: `${locationPath('{subscription}')}/operationStatuses/{operation}`, handle: get },
]
