import type { ColumnId, OrderKey } from '../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../plan/node.ts'
import type { GrowingInput } from './scope.ts'

/** Hidden columns for what an order is made of. */
const keyColumns = (order: readonly OrderKey[]): PlanColumn[] =>
  order.map(({ expression }) => ({ id: expression.id, name: expression.id, type: expression.type, hidden: true }))

/**
 * The same rows with the given columns of the plan below still present, hidden. A node passes on what it does not compute,
 * so only the chain down to the column's origin changes.
 */
export function carryColumns(node: PlanNode, wanted: readonly PlanColumn[]): PlanNode {
  const absent = [...new Map(wanted.map(column => [column.id, column])).values()].filter(({ id }) => !has(node, id))
  if (absent.length === 0) return node
  const columns = [...node.columns, ...absent]
  switch (node.op) {
    case 'table-scan':
    case 'values':
      return { ...node, columns }
    case 'filter':
    case 'take':
    case 'project':
    case 'session-window':
      return { ...node, columns, input: carryColumns(node.input, absent) }
    case 'summarize':
      return { ...node, columns, input: carryOrder(node.input) }
    case 'expand': {
      const below = absent.filter(column => column.id !== node.index)
      return { ...node, columns, input: carryColumns(node.input, below) }
    }
    case 'outer':
    case 'reference':
      return { ...node, columns }
    default:
      throw new Error(`a ${node.op} has no column ${absent[0]!.id} to carry`)
  }
}

const has = ({ columns }: PlanNode, id: ColumnId): boolean => columns.some(column => column.id === id)

/** The node with its order's columns present, so that ORDER BY can name them. */
export const carryOrder = (node: PlanNode): PlanNode => carryColumns(node, keyColumns(node.order))

/** The order of the rows in view, from now on with its columns present. */
export function ordered(input: GrowingInput | undefined): readonly OrderKey[] {
  if (!input) return []
  input.grow(carryOrder(input.plan))
  return input.plan.order
}
