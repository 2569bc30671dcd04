import { type Answer, ok, refusal } from '../http/answer.ts'
import { ofOperations } from '../http/api-versions.ts'
import type { Call, Route, RouteContext } from '../http/route.ts'
import { operationsPath, settle } from '../service/operation.ts'
import { operations, type StoredOperation } from '../state/collections.ts'

function find({ at }: Call, context: RouteContext): StoredOperation | undefined {
  for (const workspace of context.state.workspaces.values()) {
    settle(workspace, context)
    const operation = operations(workspace).get(at.operation!)
    if (operation) return operation
  }
  return undefined
}

const missing = ({ at }: Call): Answer =>
  refusal(404, 'ResourceNotFound', `The operation '${at.operation}' does not exist.`)

function status(call: Call, context: RouteContext): Answer {
  const operation = find(call, context)
  if (!operation) return missing(call)
  const { id, startedAt, readyAt, done } = operation
  return {
    ...ok({
      id: call.url.pathname,
      name: id,
      startTime: startedAt,
      ...(done && { endTime: readyAt }),
      status: done ? 'Succeeded' : 'InProgress',
    }),
    ...(!done && { headers: { 'Retry-After': String(context.operationSeconds) } }),
  }
}

/** What the header Location leads to: 202 until the operation has ended. */
function result(call: Call, context: RouteContext): Answer {
  const operation = find(call, context)
  if (!operation) return missing(call)
  if (operation.done) return { status: 204 }
  return { status: 202, headers: { Location: call.url.href, 'Retry-After': String(context.operationSeconds) } }
}

const path = operationsPath('{subscription}')

export const operationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${path}/operationStatuses/{operation}`,
    versions: ofOperations('operationStatuses'),
    handle: status,
  },
  {
    method: 'GET',
    path: `${path}/operationResults/{operation}`,
    versions: ofOperations('operationResults'),
    handle: result,
  },
]
