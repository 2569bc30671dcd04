import type { ColumnId } from '../plan/expression.ts'
import type { PlanNode, Union } from '../plan/node.ts'
import { visitAll } from '../plan/walk.ts'

/** A union, and its columns that only tell from which leg a row comes. */
export interface Discriminated {
  readonly union: Union
  readonly columns: ReadonlySet<ColumnId>
}

/** The unions of a plan whose legs have a constant each, or `withsource`. */
export function discriminatedUnions(plan: PlanNode): readonly Discriminated[] {
  const found: Discriminated[] = []
  visitAll([plan], {
    node: node => {
      if (node.op !== 'union') return
      const columns = node.columns
        .map(({ id }) => id)
        .filter((id, index) => id === node.withSource || node.legs.every(leg => isConstant(leg.input, leg.ids[index])))
      if (columns.length > 0) found.push({ union: node, columns: new Set(columns) })
    },
  })
  return found
}

/** Whether a column of a plan has the same value in all rows. */
function isConstant(plan: PlanNode, id: ColumnId | undefined): boolean {
  if (id === undefined) return false
  if (plan.op === 'reference') return isConstant(plan.shared.plan, plan.ids.get(id))
  if (plan.op === 'project') {
    const expression = plan.assignments.find(assignment => assignment.id === id)?.expression
    if (expression?.op === 'literal') return true
    if (expression) return expression.op === 'column' && isConstant(plan.input, expression.id)
  }
  return (plan.op === 'project' || plan.op === 'filter') && isConstant(plan.input, id)
}
