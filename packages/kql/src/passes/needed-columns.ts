import type { ColumnId } from '../plan/expression.ts'
import type { PlanColumn, PlanNode, Shared } from '../plan/node.ts'
import { childrenOf, expressionsOf, mapChildren, readsOf } from '../plan/walk.ts'

/**
 * Drops columns that nothing reads, from the tables up: a table may have hundreds, and the database would handle each of them
 * in every step. A shared plan keeps the columns that any of its readers needs.
 */
export const neededColumns = (plan: PlanNode): PlanNode => narrowing(plan, idsOf(plan.columns), new Map())(new Map())

type Wanted = ReadonlySet<ColumnId>
type Demands = Map<PlanNode, Set<ColumnId>>

/** Puts a narrowed plan together, once all readers of the shared plans in it are known. */
type Rebuild = (shared: Map<Shared, Shared>) => PlanNode

/** What the readers of a shared plan that were found so far need of it. */
type Readers = Map<Shared, { readonly wanted: Wanted; readonly rebuild: Rebuild }>

function narrowing(node: PlanNode, wanted: Wanted, readers: Readers): Rebuild {
  const narrow = narrowed(node, wanted)
  const demands = demandsOf(narrow)
  if (narrow.op === 'reference') {
    const { shared } = narrow
    read(shared, demands.get(shared.plan)!, readers)
    return known => mapChildren(narrow, () => readers.get(shared)!.rebuild(known), known)
  }
  const inputs = new Map<PlanNode, Rebuild>()
  for (const [input, needed] of demands) inputs.set(input, narrowing(input, needed, readers))
  return known => mapChildren(narrow, input => inputs.get(input)!(known), known)
}

function read(shared: Shared, needed: Wanted, readers: Readers): void {
  const wanted = new Set([...(readers.get(shared)?.wanted ?? []), ...needed])
  if (wanted.size === readers.get(shared)?.wanted.size) return
  readers.set(shared, { wanted, rebuild: narrowing(shared.plan, wanted, readers) })
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
      return columns.length === node.columns.length ? node : { ...node, columns }
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
function demandsOf(node: PlanNode): Demands {
  const demands: Demands = new Map()
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
