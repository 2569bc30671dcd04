import { setTimeout } from 'node:timers/promises'
import type { TokenCredential } from '@azure/identity'
import { type AlertRules, alertRules } from './alert-rules.ts'
import { armClient } from './arm-client.ts'
import type { Wait } from './long-running.ts'
import { type Queries, queries } from './queries.ts'
import { type Tables, tables } from './tables.ts'
import { type WorkspaceTarget, workspacePath } from './workspace-target.ts'

/** A workspace to read, change and query. Nothing is sent before one of its functions is called. */
export interface AzureWorkspace {
  /** Its ARM resource id. */
  readonly resource: string
  readonly alertRules: AlertRules
  readonly tables: Tables
  readonly queries: Queries
}

const sleep: Wait = milliseconds => setTimeout(milliseconds)

/** Open a workspace, in Azure or local: the same code path either way. `wait` paces the polling of long operations. */
export function connect(target: WorkspaceTarget, credential: TokenCredential, wait: Wait = sleep): AzureWorkspace {
  const client = armClient(target, credential)
  const path = workspacePath(target)
  return {
    resource: path,
    alertRules: alertRules(client, path),
    tables: tables(client, path, wait),
    queries: queries(target, credential, client),
  }
}
