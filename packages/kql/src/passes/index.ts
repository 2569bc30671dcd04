import type { QueryPlan } from '../plan/node.ts'
import { boundInlining } from './bound-inlining.ts'
import { distinctSets } from './distinct-sets.ts'
import { expandedProperties } from './expanded-properties.ts'
import { neededColumns } from './needed-columns.ts'
import { pickedRows } from './picked-rows.ts'

/** Plan to plan, in this order; without any of them a query gives the same rows. */
export const passes: readonly ((plan: QueryPlan) => QueryPlan)[] = [
  distinctSets,
  neededColumns,
  pickedRows,
  expandedProperties,
  boundInlining,
]

export const rewrite = (plan: QueryPlan): QueryPlan => passes.reduce((rewritten, pass) => pass(rewritten), plan)
