import type { ColumnId } from '../plan/expression.ts'
import type { PlanColumn, PlanNode, Shared } from '../plan/node.ts'
import { childrenOf, expressionsOf, mapChildren, readsOf } from '../plan/walk.ts'

/**
 * Drops columns that nothing reads, from the tables up: a table may have hundreds, and the database would handle each of them
 * in every step. A shared plan keeps the columns that any of its readers needs.
 */
export function neededColumns(plan: PlanNode): PlanNode {
  const ofShared: Demands<Shared> = new Map()
  const wanted = idsOf(plan.columns)
  gather(plan, wanted, ofShared)
  return rewrite(plan, wanted, ofShared, new Map())
}

type Wanted = ReadonlySet<ColumnId>
type Demands<Of> = Map<Of, Set<ColumnId>>

function gather(node: PlanNode, wanted: Wanted, ofShared: Demands<Shared>): void {
  for (const [input, needed] of demandsOf(narrowed(node, wanted))) {
    if (node.op === 'reference') {
      const known = ofShared.get(node.shared) ?? new Set()
      if ([...needed].every(id => known.has(id))) continue
      ofShared.set(node.shared, new Set([...known, ...needed]))
      gather(input, ofShared.get(node.shared)!, ofShared)
    } else gather(input, needed, ofShared)
  }
}

function rewrite(node: PlanNode, wanted: Wanted, ofShared: Demands<Shared>, shared: Map<Shared, Shared>): PlanNode {
  const narrow = narrowed(node, wanted)
  const demands = demandsOf(narrow)
  const needed = (input: PlanNode) => (narrow.op === 'reference' ? ofShared.get(narrow.shared)! : demands.get(input)!)
  return mapChildren(narrow, input => rewrite(input, needed(input), ofShared, shared), shared)
}

/** The node with only the needed columns and those of its order; at least one, because rows must have a column. */
function narrowed(node: PlanNode, wanted: Wanted): PlanNode {
  const order = new Set(node.order.map(({ expression }) => expression.id))
  const some = node.columns.filter(({ id }) => wanted.has(id) || order.has(id))
  const columns = some.length > 0 ? some : node.columns.slice(0, 1)
  const kept = idsOf(columns)
  switch (node.op) {
    case 'table-scan':
    case 'filter':
    case 'run-bounds':
    case 'row-runs':
    case 'take':
    case 'join':
    case 'expand':
    case 'apply':
    case 'outer':
    case 'reference':
      return { ...node, columns }
    case 'project':
      return { ...node, columns, assignments: node.assignments.filter(({ id }) => kept.has(id)) }
    case 'summarize': {
      const aggregates = node.aggregates.filter(({ id }) => kept.has(id))
      return { ...node, columns, aggregates }
    }
    case 'union': {
      const idsIn = (ids: readonly (ColumnId | undefined)[]) =>
        ids.filter((_, index) => kept.has(node.columns[index]!.id))
      return { ...node, columns, legs: node.legs.map(leg => ({ ...leg, ids: idsIn(leg.ids) })) }
    }
    default:
      return node
  }
}

/** The columns that a narrowed node reads from each of its inputs. */
function demandsOf(node: PlanNode): Demands<PlanNode> {
  const demands: Demands<PlanNode> = new Map()
  const demand = (input: PlanNode, ...wanted: readonly Iterable<ColumnId>[]) => {
    const known = demands.get(input) ?? new Set()
    for (const ids of wanted) for (const id of ids) known.add(id)
    demands.set(input, known)
  }
  switch (node.op) {
    case 'filter':
    case 'run-bounds':
    case 'row-runs':
    case 'take':
    case 'project':
    case 'summarize':
    case 'expand':
      // Ids that the node itself creates are not in its input; requesting them has no effect.
      demand(node.input, idsOf(node.columns), readsOf(expressionsOf(node)))
      break
    case 'join':
      for (const side of ['left', 'right'] as const) demand(node[side], readsOf(expressionsOf(node)))
      for (const { id } of node.columns) {
        const source = node.sources.get(id)!
        demand(node[source.side], [source.id])
      }
      break
    case 'apply': {
      const ids = idsOf(node.columns)
      demand(node.body, ids)
      demand(node.input, ids, readsBelow(node.body, ids))
      break
    }
    case 'union':
      for (const { input, ids } of node.legs)
        demand(
          input,
          ids.filter(id => id !== undefined),
        )
      break
    case 'reference':
      demand(
        node.shared.plan,
        node.columns.map(({ id }) => node.ids.get(id)!),
      )
      break
    default:
      for (const child of childrenOf(node)) demand(child, idsOf(child.columns))
  }
  return demands
}

/** Every column that a node of an apply's body and those below it read; columns of the outer row are among them. */
function readsBelow(node: PlanNode, wanted: Wanted): ReadonlySet<ColumnId> {
  const narrow = narrowed(node, wanted)
  const reads = new Set([...idsOf(narrow.columns), ...readsOf(expressionsOf(narrow))])
  // A shared plan cannot read the outer row.
  if (narrow.op === 'reference') return reads
  for (const [input, needed] of demandsOf(narrow)) {
    for (const id of needed) reads.add(id)
    // The input's demand includes what the body reads; visiting bodies twice would double the work with every nesting.
    if (narrow.op === 'apply' && input === narrow.body) continue
    for (const id of readsBelow(input, needed)) reads.add(id)
  }
  return reads
}

const idsOf = (columns: readonly PlanColumn[]): Set<ColumnId> => new Set(columns.map(({ id }) => id))
