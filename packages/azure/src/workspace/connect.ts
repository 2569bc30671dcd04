import type { TokenCredential } from '@azure/identity'
import { armClient } from '../arm/arm-client.ts'
import { boundedCredential } from '../http/credential.ts'
import { limits } from '../http/limits.ts'
import { type Allowance, type Clock, openRequestBudget } from '../http/request-budget.ts'
import type { ServiceHttp } from '../http/service-http.ts'
import { type Collections, collections } from '../resources/resource-types.ts'
import { type Queries, queries } from './queries.ts'
import { type WorkspaceAddress, workspacePath } from './workspace-address.ts'

/** A workspace to read, change and query. Nothing is sent before one of its functions is called. */
export interface WorkspaceClient extends Collections {
  /** Its ARM resource id. */
  readonly resource: string
  readonly queries: Queries
  /** The time by which it waits; what it waits counts against its budget. */
  readonly time: Pick<Clock, 'now' | 'wait'>
}

/** Open a workspace, in Azure or local: the same code path either way. All requests count against one budget. */
export function connect(
  address: WorkspaceAddress,
  credential: TokenCredential,
  clock: Clock,
  allowance: Allowance = limits.command,
): WorkspaceClient {
  const budget = openRequestBudget(clock, allowance)
  const http: ServiceHttp = { address, clock, budget }
  const bounded = boundedCredential(credential, clock)
  const client = armClient(http, bounded)
  const path = workspacePath(address)
  const time = { now: clock.now, wait: budget.wait }
  return {
    resource: path,
    ...collections(client, path, time),
    queries: queries(http, bounded, client),
    time,
  }
}
