import type { KindType, Write } from '../kind.ts'
import type { FieldChange } from './field-change.ts'

export type Action = 'create' | 'update' | 'delete' | 'none' | 'conflict'

/** How the workspace differs from what was last applied, if it was not the project that changed. */
export type Cause = 'edited' | 'disabled' | 'deleted' | 'foreign'

/** A resource and what to do with it. Nothing is ever replaced by deleting it: its id could not be used again for a day. */
export interface Step {
  readonly type: KindType
  readonly id: string
  readonly name: string
  readonly action: Action
  readonly changes: readonly FieldChange[]
  /** What the reviewer should know. */
  readonly warnings: readonly string[]
  /** Why the service would refuse it; of a conflict. */
  readonly reason?: string
  readonly cause?: Cause
  /** The option by which the user decides a conflict. */
  readonly resolve?: { readonly choice: 'overwrite' | 'adopt' | 'enable'; readonly id: string }
  /** The project that the resource is recorded for, once it is as it should be; '' for one without a name. */
  readonly owner?: string
  /** Whether the resource, which is as it should be, is to be recorded as the project's for the first time. */
  readonly adopts?: true
  /** Hash of the resource's fields when the plan was made; absent if it did not exist. */
  readonly basis?: string
  /** What create and update send, and what is recorded as applied. */
  readonly write?: Write
  /** How many requests that takes, if not one. */
  readonly requests?: number
  /** Sent first: frees the resource's name for another step, when names go round in a circle. */
  readonly detour?: Write
  /** Keys of the steps that must have succeeded before. */
  readonly needs: readonly string[]
}

/** Whether applying a step changes more than the record of what was applied. */
export const isChange = ({ action }: Step): boolean => action !== 'none' && action !== 'conflict'

/** Azure compares ids without case. */
export const stepKey = ({ type, id }: Pick<Step, 'type' | 'id'>): string => `${type}/${id.toLowerCase()}`

/** The steps that apply would take, in order. */
export interface DeployPlan {
  /** The name by which the project knows the workspace. */
  readonly workspace: string
  /** The workspace's ARM resource id. */
  readonly resource: string
  readonly steps: readonly Step[]
  /** How many resources of the project it no longer has; deleted only with --prune. */
  readonly surplus: number
}
