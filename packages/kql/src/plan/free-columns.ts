import type { ColumnId, Expression } from './expression.ts'
import type { PlanNode } from './node.ts'

/** Ids that a plan reads and none of its own nodes provides: columns of a row outside it. */
export function freeColumns(plan: PlanNode): ReadonlySet<ColumnId> {
  const provided = new Set<ColumnId>()
  const read = new Set<ColumnId>()
  visit(plan, value => {
    if (typeof value !== 'object' || value === null) return
    const item = value as Partial<Expression> & {
      readonly columns?: readonly { id: ColumnId }[]
      readonly id?: ColumnId
    }
    for (const { id } of item.columns ?? []) provided.add(id)
    if (item.op === 'column' && item.id) read.add(item.id)
    else if (item.id) provided.add(item.id)
  })
  return new Set([...read].filter(id => !provided.has(id)))
}

/** Everything reachable in plain data, each object once. */
export function visit(root: unknown, see: (value: unknown) => void): void {
  const seen = new Set<unknown>()
  const stack: unknown[] = [root]
  while (stack.length > 0) {
    const value = stack.pop()
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    see(value)
    // The order of a node names rows by numbers that are columns only once something carries them.
    const { order: _, ...rest } = value as { readonly order?: unknown }
    const inner = value instanceof Map ? value.values() : Object.values('columns' in value ? rest : value)
    for (const one of inner) stack.push(one)
  }
}
