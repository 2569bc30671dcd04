import type { AlertRuleBody, TableRetention } from '@tripline/azure'
import type { FieldChange } from '../diff/field-change.ts'

/** What a step rests on: the resource as it was when the plan was made. */
export interface Basis {
  readonly etag?: string
  /** Hash of what a caller can set of it. */
  readonly hash: string
}

interface StepFacts {
  readonly id: string
  readonly name: string
  readonly changes: readonly FieldChange[]
  /** Why this and no other action, or what to know before it. */
  readonly reason?: string
}

export interface RuleWrite {
  readonly apiVersion: string
  /** Without an etag: that of the basis is sent. */
  readonly body: AlertRuleBody
}

export type RuleStep = StepFacts & { readonly type: 'alertRules' } & (
    | { readonly action: 'create'; readonly write: RuleWrite }
    | { readonly action: 'update'; readonly write: RuleWrite; readonly basis: Basis }
    | { readonly action: 'none'; readonly basis: Basis }
    | { readonly action: 'conflict' }
  )

export type TableStep = StepFacts & { readonly type: 'tables' } & (
    | { readonly action: 'update'; readonly write: TableRetention; readonly basis: Basis }
    | { readonly action: 'none'; readonly basis: Basis }
    | { readonly action: 'conflict' }
  )

/**
 * One resource and what is to happen to it. Nothing is ever deleted: what the workspace holds besides the project's own
 * is left alone, and a rule is never replaced by deleting it, for its id could not be used again for a day.
 */
export type Step = RuleStep | TableStep
export type Action = Step['action']

/** What applying would do, in the order in which it would be done. */
export interface DeployPlan {
  /** The name by which the project knows the workspace. */
  readonly workspace: string
  /** The workspace's ARM resource id. */
  readonly resource: string
  readonly steps: readonly Step[]
}

/** The plan as the command line prints it, without what only applying needs. */
export function planDocument({ workspace, steps }: DeployPlan) {
  return {
    workspace,
    steps: steps.map(({ action, type, id, name, changes, reason }) => ({
      action,
      type,
      id,
      name,
      changes,
      ...(reason !== undefined && { reason }),
    })),
  }
}
