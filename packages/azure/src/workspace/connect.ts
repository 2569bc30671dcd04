import type { TokenCredential } from '@azure/identity'
import type { ArmAnswer } from '../answer/arm-answer.ts'
import { armClient } from '../arm/arm-client.ts'
import { type Recorder, recordingClient } from '../arm/recording-client.ts'
import { boundedCredential } from '../http/credential.ts'
import { limits } from '../http/limits.ts'
import { type Allowance, type Clock, openRequestBudget } from '../http/request-budget.ts'
import type { ServiceHttp } from '../http/service-http.ts'
import { type Collections, collections } from '../resources/resource-types.ts'
import { type Queries, queries } from './queries.ts'
import { accountsPath, type WorkspaceAddress, workspacePath } from './workspace-address.ts'
import { workspaceLocation } from './workspace-location.ts'

/** A workspace to read, change and query. Nothing is sent before one of its functions is called. */
export interface WorkspaceClient extends Collections {
  /** Its ARM resource id. */
  readonly resource: string
  /** The ARM path of the storage accounts of its archive. */
  readonly accounts: string
  readonly queries: Queries
  /** Its region, such as `westeurope`. */
  location(): Promise<ArmAnswer<string>>
  /** The time by which it waits; what it waits counts against its budget. */
  readonly time: Pick<Clock, 'now' | 'wait'>
}

/**
 * Open a workspace, in Azure or local: the same code path either way. All requests count against one budget. What Resource
 * Manager answers to those that only read is passed to `record`, if there is one.
 */
export function connect(
  address: WorkspaceAddress,
  credential: TokenCredential,
  clock: Clock,
  allowance: Allowance = limits.command,
  record?: Recorder,
): WorkspaceClient {
  const budget = openRequestBudget(clock, allowance)
  const http: ServiceHttp = { address, clock, budget }
  const bounded = boundedCredential(credential, clock)
  const open = (signedIn: TokenCredential) => armClient(http, signedIn)
  const client = record ? recordingClient(open, bounded, record, clock.now) : open(bounded)
  const path = workspacePath(address)
  const accounts = accountsPath(address)
  const time = { now: clock.now, wait: budget.wait }
  return {
    resource: path,
    accounts,
    ...collections(client, path, accounts, time),
    location: () => workspaceLocation(client, path),
    queries: queries(http, bounded, client),
    time,
  }
}
