import { limits } from '@tripline/azure'
import { type DeployPlan, isChange, type Step } from './deploy-plan.ts'

/** What carrying out a plan takes. */
export interface PlanCost {
  readonly writes: number
  /** Reads included. */
  readonly requests: number
  /** At the service's pace, about. */
  readonly seconds: number
}

/** Seconds that one request takes, about. */
const duration = 0.25

/** Steps that are carried out at a time, unless the project says otherwise. */
export const usualConcurrency = 8

/** Of a step: looks at the resource before and after a write; the metadata of one that is owned is another write. */
function costOf({ action, write, requests = 1, detour, owner }: Step): {
  readonly reads: number
  readonly writes: number
} {
  if (action === 'delete') return { reads: 2, writes: 2 }
  if (action === 'none') return { reads: 2, writes: 1 }
  const bodies = (write ? requests : 0) + (detour ? 1 : 0)
  const metadata = owner === undefined ? 0 : requests > 1 ? 2 : 1
  return { reads: (write ? requests + 1 : 0) + (detour ? 2 : 0) + metadata, writes: bodies + metadata }
}

export function planCost({ steps }: DeployPlan): PlanCost {
  const costs = steps.filter(step => isChange(step) || step.write).map(costOf)
  const writes = costs.reduce((sum, cost) => sum + cost.writes, 0)
  const requests = costs.reduce((sum, cost) => sum + cost.reads, writes)
  const { burst, perSecond } = limits.writes
  const seconds = Math.max((requests * duration) / usualConcurrency, (writes - burst) / perSecond)
  return { writes, requests, seconds: Math.ceil(seconds) }
}
