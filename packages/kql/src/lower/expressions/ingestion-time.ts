import type { Nodes } from '../../frontend/syntax.ts'
import { type ColumnId, type Expression, missing } from '../../plan/expression.ts'
import type { PlanColumn, PlanNode } from '../../plan/node.ts'
import { visitAll } from '../../plan/walk.ts'
import { carryColumns } from '../carry-columns.ts'
import { refuse } from '../refusal.ts'
import type { Scope } from '../scope.ts'

/** The row's recorded ingestion time; null if rows no longer correspond to stored ones (semantics 6.16). */
export function ingestionTime(call: Nodes['FunctionCallExpression'], scope: Scope): Expression {
  const { input } = scope
  if (!input) return missing('datetime')
  const id = ingestionTimeIn(input.plan)
  if (id === 'none') return missing('datetime')
  if (id === 'undocumented') return refuse(call, 'ingestion-time-lost')
  input.grow(carryColumns(input.plan, [hidden(id)]))
  return { op: 'column', id, type: 'datetime' }
}

/** A shared plan, with the ingestion time of its rows if it has one. */
export function carryIngestionTime(node: PlanNode): PlanNode {
  const id = ingestionTimeIn(node)
  return id === 'none' || id === 'undocumented' ? node : carryColumns(node, [hidden(id)])
}

const hidden = (id: ColumnId): PlanColumn => ({ id, name: id, type: 'datetime', hidden: true })

/** The column that carries the ingestion time of rows. */
function ingestionTimeIn(node: PlanNode): ColumnId | 'none' | 'undocumented' {
  switch (node.op) {
    case 'table-scan':
      return node.ingestion
    case 'filter':
    case 'project':
    case 'take':
    case 'expand':
    case 'session-window':
      return ingestionTimeIn(node.input)
    case 'reference': {
      const below = ingestionTimeIn(node.shared.plan)
      return [...node.ids].find(([, id]) => id === below)?.[0] ?? (below === 'undocumented' ? below : 'none')
    }
    case 'union':
    case 'join':
    case 'apply':
    case 'scan':
      return readsTable(node) ? 'undocumented' : 'none'
    case 'outer':
      return 'undocumented'
    default:
      return 'none'
  }
}

function readsTable(plan: PlanNode): boolean {
  let found = false
  visitAll([plan], {
    node: ({ op }) => {
      found ||= op === 'table-scan'
    },
  })
  return found
}
