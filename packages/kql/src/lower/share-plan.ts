import type { ColumnId } from '../plan/expression.ts'
import type { PlanNode, Reference, Shared } from '../plan/node.ts'
import { carryOrder } from './carry-columns.ts'
import { carryIngestionTime } from './expressions/ingestion-time.ts'
import type { Lowering } from './lowering.ts'

/** A plan that is read several times is computed once, and each reader has its own ids. */
export function sharePlan(plan: PlanNode, lowering: Lowering): () => PlanNode {
  let shared: Shared | undefined
  return () => {
    shared ??= { plan: carryIngestionTime(carryOrder(plan)) }
    return referTo(shared, lowering)
  }
}

function referTo(shared: Shared, lowering: Lowering): Reference {
  const { plan } = shared
  const fresh = new Map(plan.columns.map(column => [column.id, lowering.newId()]))
  const columns = plan.columns.flatMap(column => (column.hidden ? [] : [{ ...column, id: fresh.get(column.id)! }]))
  const order = plan.order.map(key => ({
    ...key,
    expression: { ...key.expression, id: fresh.get(key.expression.id)! },
  }))
  const ids = new Map<ColumnId, ColumnId>([...fresh].map(([below, id]) => [id, below]))
  return { op: 'reference', shared, ids, columns, order, serialized: false, span: plan.span }
}
