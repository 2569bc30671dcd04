import type { Located } from '@tripline/diagnostics'
import { optional, parsed, record } from '@tripline/yaml'

/** How the project is deployed. */
export interface DeploySettings {
  /** How many resources are written at a time. */
  readonly concurrency?: Located<number>
}

const most = 32

const concurrency = parsed(`a number from 1 to ${most}`, text =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined,
)

/** `{ concurrency: 8 }` */
export const deploySettings = record('deploy', { concurrency: optional(concurrency) })
