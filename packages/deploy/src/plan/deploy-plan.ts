import type { ResourceType } from '@tripline/azure'
import type { Write } from '../kind.ts'
import type { FieldChange } from './field-change.ts'

export type Action = 'create' | 'update' | 'none' | 'conflict'

/** A resource and what to do with it. Nothing is ever replaced by deleting it: its id could not be used again for a day. */
export interface Step {
  readonly type: ResourceType
  readonly id: string
  readonly name: string
  readonly action: Action
  readonly changes: readonly FieldChange[]
  /** What the reviewer should know. */
  readonly warnings: readonly string[]
  /** Why the service would refuse it; of a conflict. */
  readonly reason?: string
  /** Hash of the resource's fields when the plan was made; absent if it did not exist. */
  readonly basis?: string
  /** What create and update send. */
  readonly write?: Write
  /** Sent first: frees the resource's name for another step, when names go round in a circle. */
  readonly detour?: Write
  /** Keys of the steps that must have succeeded before. */
  readonly needs: readonly string[]
}

/** Azure compares ids without case. */
export const stepKey = ({ type, id }: Pick<Step, 'type' | 'id'>): string => `${type}/${id.toLowerCase()}`

/** The steps that apply would take, in order. */
export interface DeployPlan {
  /** The name by which the project knows the workspace. */
  readonly workspace: string
  /** The workspace's ARM resource id. */
  readonly resource: string
  readonly steps: readonly Step[]
}
