import type { IncomingHttpHeaders } from 'node:http'
import { exportLogs } from '../blob/export-logs.ts'
import { respondBlob } from '../blob/respond-blob.ts'
import { alertRuleRoutes } from '../routes/alert-rules.ts'
import { automationRuleRoutes } from '../routes/automation-rules.ts'
import { blobContainerRoutes } from '../routes/blob-containers.ts'
import { dataExportRoutes } from '../routes/data-exports.ts'
import { immutabilityPolicyRoutes } from '../routes/immutability-policies.ts'
import { kustoRoutes } from '../routes/kusto.ts'
import { managementPolicyRoutes } from '../routes/management-policies.ts'
import { metadataRoutes } from '../routes/metadata.ts'
import { operationRoutes } from '../routes/operations.ts'
import { queryRoutes } from '../routes/query.ts'
import { savedSearchRoutes } from '../routes/saved-searches.ts'
import { missingAccount, storageAccountRoutes } from '../routes/storage-accounts.ts'
import { tableRoutes } from '../routes/tables.ts'
import { watchlistItemRoutes } from '../routes/watchlist-items.ts'
import { watchlistRoutes } from '../routes/watchlists.ts'
import { missingWorkspace, workspaceRoutes } from '../routes/workspace.ts'
import { settle } from '../service/operation.ts'
import { type Answer, badRequest, refusal } from './answer.ts'
import { versionFault } from './api-versions.ts'
import {
  type AccountRoute,
  accountId,
  matchPath,
  type Route,
  type RouteContext,
  type WorkspaceRoute,
  workspaceId,
} from './route.ts'

/** Routes below a workspace; elsewhere they answer as ARM does for a resource that is missing. */
const inWorkspaces = [
  ...alertRuleRoutes,
  ...automationRuleRoutes,
  ...dataExportRoutes,
  ...metadataRoutes,
  ...savedSearchRoutes,
  ...tableRoutes,
  ...watchlistRoutes,
  ...watchlistItemRoutes,
].map(inExistingWorkspace)

/** Routes below a storage account. */
const inAccounts = [...blobContainerRoutes, ...immutabilityPolicyRoutes, ...managementPolicyRoutes].map(
  inExistingAccount,
)

/** Everything that the emulator answers. */
export const routes: readonly Route[] = [
  ...workspaceRoutes,
  ...inWorkspaces,
  ...storageAccountRoutes,
  ...inAccounts,
  ...operationRoutes,
  ...queryRoutes,
  ...kustoRoutes,
]

function inExistingAccount({ handle, ...route }: AccountRoute): Route {
  return {
    ...route,
    async handle(call, context) {
      const account = context.state.accounts.get(accountId(call).toLowerCase())
      if (!account) return missingAccount(call)
      await exportLogs({ ...context, account })
      return handle(call, { ...context, account })
    },
  }
}

function inExistingWorkspace({ handle, ...route }: WorkspaceRoute): Route {
  return {
    ...route,
    handle(call, context) {
      const workspace = context.state.workspaces.get(workspaceId(call).toLowerCase())
      if (!workspace) return missingWorkspace(call)
      settle(workspace, context)
      return handle(call, { ...context, workspace })
    },
  }
}

/** A request as it came over the wire. */
export interface Incoming {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** Answer one request: what every endpoint asks for first, then its route. */
export async function respond(request: Incoming, context: RouteContext): Promise<Answer> {
  const { method, url, headers, bytes } = request
  const path = segments(url.pathname)
  const found = routes.flatMap(route => {
    const at = path && matchPath(route.path, path)
    return at ? [{ route, at }] : []
  })
  if (!/^Bearer \S/.test(headers.authorization ?? '') && !found.some(({ route }) => route.isOpen)) {
    return refusal(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.")
  }
  const ofBlobs = await respondBlob(request, context)
  if (ofBlobs) return ofBlobs
  if (!path) return badRequest('The URL is malformed.')
  if (found.length === 0) return refusal(404, 'InvalidResourceType', `The emulator has nothing at ${url.pathname}.`)
  const match = found.find(({ route }) => route.method === method)
  if (!match) return refusal(405, 'MethodNotAllowed', `The emulator does not answer ${method} at ${url.pathname}.`)

  const { route, at } = match
  const apiVersion = url.searchParams.get('api-version')
  const misversioned = route.versions && versionFault(route.versions, apiVersion)
  if (misversioned) return misversioned
  let body: unknown
  const text = bytes.toString('utf8')
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    return refusal(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.')
  }
  if (body !== undefined && (typeof body !== 'object' || body === null)) return badRequest('The body is not an object.')
  if (isDeeper(body, deepest)) return badRequest(`The body is nested more than ${deepest} levels deep.`)
  return route.handle({ at, url, headers, apiVersion: apiVersion ?? '', body }, context)
}

/** Levels of a body that are read. */
const deepest = 64

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some(one => isDeeper(one, levels - 1)))

/** The segments of a path, decoded; undefined if one cannot be, or is then several. */
function segments(path: string): readonly string[] | undefined {
  try {
    const decoded = path.split('/').map(decodeURIComponent)
    return decoded.some(segment => segment.includes('/')) ? undefined : decoded
  } catch {
    return undefined
  }
}
