import type { Expression } from '../plan/expression.ts'
import type { Expand, Filter, Outer, PlanColumn, PlanNode, Project, QueryPlan } from '../plan/node.ts'
import { expressionsOf, rewriteAll, visitAll } from '../plan/walk.ts'

/**
 * An mv-apply whose body handles each element by itself is an mv-expand followed by the body's operators, which carry the
 * columns of the row along. Otherwise the database joins the rows with the distinct arrays in them.
 */
export const flatApplies = (plan: QueryPlan): QueryPlan =>
  rewriteAll(plan, {
    expression: () => undefined,
    node: node =>
      node.op === 'apply' && isRowWise(node.body) ? { ...over(node.input, node.body), columns: node.columns } : node,
  })

type RowWise = Outer | Filter | Project | Expand

function isRowWise(body: PlanNode): body is RowWise {
  if (body.op === 'outer') return true
  if (body.op !== 'filter' && body.op !== 'project' && body.op !== 'expand') return false
  return expressionsOf(body).every(readsOneRow) && isRowWise(body.input)
}

/** Whether an expression reads neither neighbouring elements nor, in a plan of its own, all of them. */
function readsOneRow(expression: Expression): boolean {
  let reads = true
  visitAll([expression], {
    expression: ({ op }) => {
      if (op === 'window') reads = false
    },
    node: ({ op }) => {
      if (op === 'outer') reads = false
    },
  })
  return reads
}

/** The operators of a body over the rows themselves, which have no order after an mv-apply. */
function over(input: PlanNode, body: RowWise): Expand | Filter | Project {
  const columns = together(body.columns, input.columns)
  const unordered = { columns, order: [], serialized: false }
  if (body.op === 'outer') return { ...body, ...unordered, op: 'expand', input, refusesSingle: true }
  return { ...body, ...unordered, input: over(input, body.input as RowWise) }
}

function together(own: readonly PlanColumn[], carried: readonly PlanColumn[]): readonly PlanColumn[] {
  const ids = new Set(own.map(({ id }) => id))
  return [...own, ...carried.filter(({ id }) => !ids.has(id))]
}
