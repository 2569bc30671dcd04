import type { AlertRules, Tables } from '@tripline/azure'

/** What planning and applying need of a workspace. */
export interface DeployClient {
  /** Its ARM resource id. */
  readonly resource: string
  readonly alertRules: Pick<AlertRules, 'list' | 'get' | 'put'>
  readonly tables: Pick<Tables, 'list' | 'patch'>
}
