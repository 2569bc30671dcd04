import { alertRuleRoutes } from '../routes/alert-rules.ts'
import { operationStatusRoutes } from '../routes/operation-statuses.ts'
import { queryRoutes } from '../routes/query.ts'
import { tableRoutes } from '../routes/tables.ts'
import { workspaceRoutes } from '../routes/workspace.ts'
import { type Answer, badRequest, refusal } from './answer.ts'
import { matchPath, type Route, type RouteContext } from './route.ts'

const routes: readonly Route[] = [
  ...workspaceRoutes,
  ...alertRuleRoutes,
  ...tableRoutes,
  ...operationStatusRoutes,
  ...queryRoutes,
]

/** A request as it came over the wire. */
export interface Incoming {
  readonly method: string
  readonly url: URL
  readonly authorization: string | undefined
  readonly text: string
}

/** Answer one request: what every endpoint asks for first, then its route. */
export async function respond({ method, url, authorization, text }: Incoming, context: RouteContext): Promise<Answer> {
  if (!/^Bearer \S/.test(authorization ?? '')) {
    return refusal(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.")
  }
  const found = routes.flatMap(route => {
    const at = matchPath(route, url.pathname)
    return at ? [{ route, at }] : []
  })
  if (found.length === 0) return refusal(404, 'InvalidResourceType', `The emulator has nothing at ${url.pathname}.`)
  const match = found.find(({ route }) => route.method === method)
  if (!match) return refusal(405, 'MethodNotAllowed', `The emulator does not answer ${method} at ${url.pathname}.`)

  const version = url.searchParams.get('api-version')
  if (url.pathname.startsWith('/subscriptions/') && !/^\d{4}-\d\d-\d\d(-preview)?$/.test(version ?? '')) {
    return refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    )
  }
  let body: unknown
  try {
    body = text === '' ? undefined : JSON.parse(text)
  } catch {
    return refusal(400, 'InvalidRequestContent', 'The request content was invalid and could not be deserialized.')
  }
  if (body !== undefined && (typeof body !== 'object' || body === null)) return badRequest('The body is not an object.')
  return match.route.handle({ path: url.pathname, at: match.at, query: url.searchParams, body }, context)
}
