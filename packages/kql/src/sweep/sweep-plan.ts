import { conjunction, conjuncts } from '../plan/conjuncts.ts'
import type { Expression } from '../plan/expression.ts'
import type {
  Expand,
  Filter,
  PlanNode,
  Project,
  Reference,
  RunBounds,
  RunSeries,
  TableScan,
  Union,
} from '../plan/node.ts'
import { expressionsOf, visitAll } from '../plan/walk.ts'
import { columnsRead, needsOf, replaced } from './sweep-expressions.ts'
import { sweepGroups } from './sweep-groups.ts'
import { sweepJoin } from './sweep-join.ts'
import {
  atRun,
  type BoundedRows,
  byRun,
  newRun,
  type SweepContext,
  type Swept,
  type SweptRows,
  withColumns,
} from './swept.ts'

/** The ids of the columns with the first and the last run of each row. */
const [firstRun, lastRun] = [' from', ' to']

/**
 * A plan that returns the rows of all runs of a series, with the times of the first and the last run that they are rows of as the
 * last columns. Its scans are to see what any of the runs does. Undefined if the rows of some run could be others than those of
 * the plan itself.
 */
export function sweepPlan(plan: PlanNode, series: RunSeries): PlanNode | undefined {
  let ids = 0
  const context: SweepContext = { series, newId: () => ` run${ids++}`, shared: new Map() }
  const swept = sweep(plan, context)
  if (!swept) return undefined
  const { node, from, to } = isWhole(swept) ? swept : ofOneRun(byRun(swept, context))
  return {
    op: 'project',
    input: node,
    assignments: [
      { id: firstRun, expression: from },
      { id: lastRun, expression: to },
    ],
    columns: [...plan.columns, ...[firstRun, lastRun].map(id => ({ id, name: id, type: 'datetime' }) as const)],
    order: node.order,
    serialized: false,
    span: plan.span,
  }
}

/** Whether the runs within the bounds of a row see it. */
const isWhole = (swept: Swept): swept is BoundedRows => swept.kind === 'bounded' && swept.later.length === 0

const ofOneRun = ({ node, run }: SweptRows) => ({ node, from: run, to: run })

/** `selecting`: conditions that filters above make of the rows. */
function sweep(node: PlanNode, context: SweepContext, selecting: readonly Expression[] = []): Swept | undefined {
  if (isSame(node)) return { kind: 'same', node }
  switch (node.op) {
    case 'table-scan':
      return sweepScan(node, context)
    case 'filter':
      return sweepFilter(node, context, selecting)
    case 'project':
      return sweepRows(node, context, before(node, selecting))
    case 'expand':
      return sweepRows(node, context)
    case 'union':
      return sweepUnion(node, context)
    case 'reference':
      return sweepReference(node, context)
    case 'summarize': {
      const input = sweep(node.input, context)
      return input && isLocal(node) ? sweepGroups(node, input, selecting, context) : undefined
    }
    case 'join': {
      const [left, right] = [sweep(node.left, context), sweep(node.right, context)]
      const keys = node.on.flatMap(key => [key.left, key.right])
      return left && right && isLocal(node) && !needsOf(keys).run ? sweepJoin(node, left, right, context) : undefined
    }
    default:
      return undefined
  }
}

/** Whether a plan returns the same in every run: nothing in it depends on the time. */
function isSame(plan: PlanNode): boolean {
  let same = true
  visitAll([plan], {
    node: node => {
      if (node.op === 'table-scan' && node.window) same = false
    },
    expression: ({ op }) => {
      if (op === 'now') same = false
    },
  })
  return same
}

/** Whether the plans in a node's expressions return the same in every run. */
const isLocal = (node: PlanNode): boolean => needsOf(expressionsOf(node)).plans.every(isSame)

function sweepScan(node: TableScan, context: SweepContext): BoundedRows {
  const window = node.window!
  const arrival = { op: 'column', id: node.ingestion, type: 'datetime' } as const
  // The time may also be a column of the query, which the query can drop.
  const own = { op: 'column', id: context.newId(), type: 'datetime' } as const
  const [time, stored] =
    window.by === 'ingestion'
      ? [arrival, node.stored]
      : [own, new Map([...node.stored, [own.id, window.position] as const])]
  const scan: TableScan = { ...node, stored, columns: withColumns(node.columns, [time, arrival]) }
  const [from, to] = [newRun(context), newRun(context)]
  const { order, serialized, span } = node
  const bounds: RunBounds = {
    op: 'run-bounds',
    input: scan,
    time,
    arrival,
    from: from.id,
    to: to.id,
    series: context.series,
    columns: withColumns(scan.columns, [from, to]),
    order,
    serialized,
    span,
  }
  return { kind: 'bounded', node: bounds, from, to, later: [] }
}

/** Conditions on the rows of a project as conditions on its input; none if dropping rows there would change others. */
function before({ assignments }: Project, conditions: readonly Expression[]): readonly Expression[] {
  if (needsOf(assignments.map(({ expression }) => expression)).rows) return []
  const instead = (part: Expression) =>
    part.op === 'column' ? (assignments.find(({ id }) => id === part.id)?.expression ?? part) : undefined
  return conditions.map(condition => replaced(condition, instead)).filter(isOfRow)
}

/** Whether an expression depends on the row alone. */
function isOfRow(expression: Expression): boolean {
  const { run, plans } = needsOf([expression])
  return !run && plans.length === 0
}

/** Conditions that need the run wait until the rows are spread over runs; the others come first, when there are fewer rows. */
function sweepFilter(node: Filter, context: SweepContext, selecting: readonly Expression[]): Swept | undefined {
  const conditions = conjuncts(node.predicate)
  const below = needsOf(conditions).rows ? [] : [...selecting, ...conditions.filter(isOfRow)]
  const input = sweep(node.input, context, below)
  if (!input || !isLocal(node)) return undefined
  const dependsOnRun = (condition: (typeof conditions)[number]) => needsOf([condition]).run
  if (input.kind === 'bounded') {
    const now = conjunction(
      conditions.filter(condition => !dependsOnRun(condition)),
      node.span,
    )
    const later = [...input.later, ...conditions.filter(dependsOnRun)]
    if (!now) return { ...input, later }
    const columns = withColumns(node.columns, [input.from, input.to, ...columnsRead(later)])
    return { ...input, node: { ...node, input: input.node, predicate: now, columns }, later }
  }
  const { node: rows, run } = byRun(input, context)
  const filter: Filter = {
    ...node,
    input: rows,
    predicate: atRun(node.predicate, run),
    columns: withColumns(node.columns, [run]),
  }
  return { kind: 'run', node: filter, run }
}

/** Operators that make rows of single ones. */
function sweepRows(
  node: Project | Expand,
  context: SweepContext,
  selecting: readonly Expression[] = [],
): Swept | undefined {
  const input = sweep(node.input, context, selecting)
  if (!input || !isLocal(node)) return undefined
  if (input.kind === 'bounded' && !needsOf(expressionsOf(node)).run) {
    const carried = [input.from, input.to, ...columnsRead(input.later)]
    return { ...input, node: { ...node, input: input.node, columns: withColumns(node.columns, carried) } }
  }
  const { node: rows, run } = byRun(input, context)
  const columns = withColumns(node.columns, [run])
  const mapped: Project | Expand =
    node.op === 'project'
      ? {
          ...node,
          input: rows,
          columns,
          assignments: node.assignments.map(({ id, expression }) => ({ id, expression: atRun(expression, run) })),
        }
      : {
          ...node,
          input: rows,
          columns,
          expansions: node.expansions.map(expansion => ({ ...expansion, array: atRun(expansion.array, run) })),
          ...(node.limit && { limit: atRun(node.limit, run) }),
        }
  return { kind: 'run', node: mapped, run }
}

function sweepUnion(node: Union, context: SweepContext): Swept | undefined {
  const run = newRun(context)
  const legs: Union['legs'][number][] = []
  for (const leg of node.legs) {
    const swept = sweep(leg.input, context)
    if (!swept) return undefined
    const rows = byRun(swept, context)
    legs.push({ ...leg, input: rows.node, ids: [...leg.ids, rows.run.id] })
  }
  return { kind: 'run', node: { ...node, legs, columns: withColumns(node.columns, [run]) }, run }
}

/** A shared plan is spread over runs once, for all who read it. */
function sweepReference(node: Reference, context: SweepContext): Swept | undefined {
  let known = context.shared.get(node.shared)
  if (!known) {
    const swept = sweep(node.shared.plan, context)
    if (!swept) return undefined
    const rows = byRun(swept, context)
    known = { shared: { plan: rows.node }, run: rows.run }
    context.shared.set(node.shared, known)
  }
  const run = newRun(context)
  const ids = new Map([...node.ids, [run.id, known.run.id]])
  return { kind: 'run', node: { ...node, shared: known.shared, ids, columns: withColumns(node.columns, [run]) }, run }
}
