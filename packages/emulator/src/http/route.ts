import type { IncomingHttpHeaders } from 'node:http'
import type { MadeTables } from '../kusto/made-tables.ts'
import type { ByteStore } from '../state/byte-store.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { ResourceStore } from '../state/resource-store.ts'
import type { WorkspaceLogs, WorkspaceNames } from '../state/workspace-logs.ts'
import type { Answer } from './answer.ts'
import type { ApiVersions } from './api-versions.ts'
import type { Chance } from './faults.ts'

/** What every route works on. */
export interface RouteContext {
  readonly state: EmulatorState
  readonly names: (workspace: ResourceStore) => WorkspaceNames
  readonly logs: WorkspaceLogs
  readonly made: MadeTables
  readonly clock: () => Date
  /** Origin of this server, for the links it gives. */
  readonly origin: string
  /** Seconds that a long-running operation takes. */
  readonly operationSeconds: number
  /** Whether the answers that begin operations say where to follow them. */
  readonly linksOperations: boolean
  /** Whether no two rules have the same name. */
  readonly uniqueNames: boolean
  /** Resources on one page of a list. */
  readonly pageSize: number
  readonly chance: Chance
  /** The contents of blobs. */
  readonly bytes: ByteStore
  /** When resources were created (milliseconds), by id. */
  readonly created: Map<string, number>
}

/** What a route below a workspace works on. */
export interface WorkspaceContext extends RouteContext {
  readonly workspace: ResourceStore
}

export interface Call {
  /** The names that the route's pattern gives to segments, decoded. */
  readonly at: Readonly<Record<string, string>>
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  /** Empty for the query service, which has none. */
  readonly apiVersion: string
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown
}

/** A method at a path. */
export interface Route<Context = RouteContext> {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST'
  /** `/a/{name}/b`; fixed segments match in any case, as in ARM. */
  readonly path: string
  /** What ARM takes as api-version; absent for the query service. */
  readonly versions?: ApiVersions
  /** Whether it is answered without a token. */
  readonly isOpen?: true
  handle(call: Call, context: Context): Answer | Promise<Answer>
}

/** Answered only in a workspace that exists. */
export type WorkspaceRoute = Route<WorkspaceContext>

/** What a route below a storage account works on. */
export interface AccountContext extends RouteContext {
  readonly account: ResourceStore
}

/** Answered only in a storage account that exists. */
export type AccountRoute = Route<AccountContext>

export const workspacePath =
  '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/{workspace}'

export const accountPath =
  '/subscriptions/{subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.Storage/storageAccounts/{account}'

/** A path below a storage account's own. */
export const inAccount = (rest: string): string => accountPath + rest

/** A path below the workspace's own. */
export const inWorkspace = (rest: string): string => workspacePath + rest

type Names = Readonly<Record<string, string>>

const filled = (pattern: string, at: Names): string => pattern.replaceAll(/\{(\w+)\}/g, (_, name) => at[name]!)

/** The ARM id of the workspace, or of the storage account, that a call names. */
export const workspaceId = ({ at }: { readonly at: Names }): string => filled(workspacePath, at)
export const accountId = ({ at }: { readonly at: Names }): string => filled(accountPath, at)

/** The id of what a pattern names, below the id of its workspace or account as that was first spelled. */
export function resourceId(pattern: string, { at }: { readonly at: Names }, { id }: ResourceStore): string {
  const base = [workspacePath, accountPath].find(path => pattern.startsWith(path))!
  return id + filled(pattern.slice(base.length), at)
}

/** The names that the pattern gives to segments of the path, if it matches. */
export function matchPath(pattern: string, path: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  if (wanted.length !== path.length) return undefined
  const names: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = path[index]!
    if (segment.startsWith('{') && value !== '') names[segment.slice(1, -1)] = value
    else if (segment.toLowerCase() !== value.toLowerCase()) return undefined
  }
  return names
}

/** Who the emulator says has made every request. */
export const caller = {
  objectId: '00000000-0000-4000-8000-000000000001',
  email: 'caller@tripline.invalid',
  name: 'Caller of the emulator',
}
