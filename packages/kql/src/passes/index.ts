import type { QueryPlan } from '../plan/node.ts'
import { distinctSets } from './distinct-sets.ts'
import { expandedProperties } from './expanded-properties.ts'
import { flatApplies } from './flat-applies.ts'
import { limitInlining } from './limit-inlining.ts'
import { neededColumns } from './needed-columns.ts'
import { pickedRows } from './picked-rows.ts'
import { scanBounds } from './scan-bounds.ts'

/** Plan to plan, in this order; a query returns the same rows without them. */
export const passes: readonly ((plan: QueryPlan) => QueryPlan)[] = [
  flatApplies,
  distinctSets,
  neededColumns,
  pickedRows,
  expandedProperties,
  limitInlining,
  scanBounds,
]

export const rewrite = (plan: QueryPlan): QueryPlan => passes.reduce((rewritten, pass) => pass(rewritten), plan)
