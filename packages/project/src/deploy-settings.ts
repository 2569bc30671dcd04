import type { Located } from '@tripline/diagnostics'
import { list, optional, parsed, record, text } from '@tripline/yaml'
import { projectName } from './identifier.ts'

/** How the project is deployed. */
export interface DeploySettings {
  /** What its resources are recorded as belonging to. */
  readonly project?: Located<string>
  /** Ids of resources that are never deleted. */
  readonly keep?: readonly Located<string>[]
  /** How many resources are written at a time. */
  readonly concurrency?: Located<number>
}

const most = 32

const concurrency = parsed(`a number from 1 to ${most}`, text =>
  /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined,
)

/** `{ project: acme/detections, keep: [2d1f9c3e-…], concurrency: 8 }` */
export const deploySettings = record('deploy', {
  project: optional(projectName),
  keep: optional(list(text)),
  concurrency: optional(concurrency),
})
