import type { AlertRuleBody, TableRetention } from '@tripline/azure'
import type { FieldChange } from '../diff/field-change.ts'

/** The state of a resource when the plan was made. */
export interface Basis {
  readonly etag?: string
  /** Hash of the settable part. */
  readonly hash: string
}

interface StepFacts {
  readonly id: string
  readonly name: string
  readonly changes: readonly FieldChange[]
  /** The reason for the action, or a warning. */
  readonly reason?: string
}

export interface RuleWrite {
  readonly apiVersion: string
  /** Without an etag; the etag of the basis is sent. */
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
 * A resource and what to do with it. Nothing is ever deleted: other resources of the workspace are left alone, and a rule is
 * never replaced by deleting it, because its id could not be used again for a day.
 */
export type Step = RuleStep | TableStep
export type Action = Step['action']

/** The steps that apply would take, in order. */
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
