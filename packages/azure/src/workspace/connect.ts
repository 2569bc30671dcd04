import type { TokenCredential } from '@azure/identity'
import { armClient } from '../arm/arm-client.ts'
import type { Clock } from '../http/clock.ts'
import { boundedCredential } from '../http/credential.ts'
import { openRequestBudget } from '../http/request-budget.ts'
import type { ServiceHttp } from '../http/service-http.ts'
import { type AlertRules, alertRules } from './alert-rules.ts'
import { type Queries, queries } from './queries.ts'
import { type Tables, tables } from './tables.ts'
import { type WorkspaceAddress, workspacePath } from './workspace-address.ts'

/** A workspace to read, change and query. Nothing is sent before one of its functions is called. */
export interface WorkspaceClient {
  /** Its ARM resource id. */
  readonly resource: string
  readonly alertRules: AlertRules
  readonly tables: Tables
  readonly queries: Queries
}

/** Open a workspace, in Azure or local: the same code path either way. All requests count against one budget. */
export function connect(address: WorkspaceAddress, credential: TokenCredential, clock: Clock): WorkspaceClient {
  const budget = openRequestBudget(clock)
  const http: ServiceHttp = { address, clock, budget }
  const bounded = boundedCredential(credential, clock)
  const client = armClient(http, bounded)
  const path = workspacePath(address)
  return {
    resource: path,
    alertRules: alertRules(client, path),
    tables: tables(client, path, { now: clock.now, wait: budget.wait }),
    queries: queries(http, bounded, client),
  }
}
