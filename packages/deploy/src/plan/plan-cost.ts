import { limits } from '@tripline/azure'
import type { DeployPlan } from './deploy-plan.ts'

/** What carrying out a plan takes. */
export interface PlanCost {
  readonly writes: number
  /** Reads included. */
  readonly requests: number
  /** At the service's pace, about. */
  readonly seconds: number
}

/** Of each write: a look before, the write, a look after. */
const requestsOfWrite = 3

/** Seconds that one request takes, about. */
const duration = 0.25

/** Steps that are carried out at a time, unless the project says otherwise. */
export const usualConcurrency = 8

export function planCost({ steps }: DeployPlan): PlanCost {
  const writes = steps.flatMap(({ write, detour }) => [write, detour]).filter(write => write !== undefined).length
  const requests = writes * requestsOfWrite
  const { burst, perSecond } = limits.writes
  const seconds = Math.max((requests * duration) / usualConcurrency, (writes - burst) / perSecond)
  return { writes, requests, seconds: Math.ceil(seconds) }
}
