import type { QueryWorld } from '@tripline/kql/compile'
import type { LogStore } from '../state/log-store.ts'
import type { WorkspaceState } from '../state/workspace-state.ts'
import type { Answer } from './answer.ts'

/** What the routes work on. */
export interface RouteContext {
  readonly state: WorkspaceState
  /** What a rule's query can name: the tables, functions and watchlists of the workspace. */
  readonly names: QueryWorld
  readonly logs: LogStore
  readonly clock: () => Date
  /** Origin of this server, for the links it gives. */
  readonly origin: string
  /** Seconds that a long-running operation takes. */
  readonly operationSeconds: number
}

export interface Call {
  /** The path as called, and the names its pattern gives to segments. */
  readonly path: string
  readonly at: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST'
  /** `/a/{name}/b`; fixed segments match in any case, as in ARM. */
  readonly path: string
  handle(call: Call, context: RouteContext): Answer | Promise<Answer>
}

const workspace =
  '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/{workspace}'

/** A path below the workspace's own. The emulator is one workspace, whatever names its path has. */
export const inWorkspace = (rest: string): string => workspace + rest

/** The names of the path's segments when the route's pattern matches it. */
export function matchPath(route: Route, path: string): Record<string, string> | undefined {
  const wanted = route.path.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const names: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index]!
    if (segment.startsWith('{')) names[segment.slice(1, -1)] = decodeURIComponent(value)
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined
  }
  return names
}
