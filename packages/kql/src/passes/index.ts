import type { QueryPlan } from '../plan/node.ts'
import { boundInlining } from './bound-inlining.ts'

/** Plan to plan, in this order; without any of them a query gives the same rows. */
export const passes: readonly ((plan: QueryPlan) => QueryPlan)[] = [boundInlining]

export const rewrite = (plan: QueryPlan): QueryPlan => passes.reduce((rewritten, pass) => pass(rewritten), plan)
