import { reader } from '../plan/build.ts'
import type { ColumnId, Expression } from '../plan/expression.ts'
import { type Assignment, type Join, type PlanNode, reachOf, type Shared, type Summarize } from '../plan/node.ts'
import { readsOf } from '../plan/walk.ts'
import { kindOf } from './aggregate-kinds.ts'
import { isLong, isStepwise } from './group-steps.ts'
import { readers } from './readers.ts'
import { blockLength } from './run-series.ts'
import { isRanked } from './sweep-expressions.ts'
import {
  type BoundedRows,
  byRun,
  filtered,
  hiddenColumn,
  newColumn,
  newRun,
  type SweepContext,
  type Swept,
  type SweptRows,
  semiJoin,
  withColumns,
} from './swept.ts'

/** Whether an aggregate is best computed of few groups. */
function isCostly({ expression }: Assignment, { series }: SweepContext): boolean {
  const kind = expression.op === 'aggregate' ? kindOf(expression) : undefined
  if (expression.op !== 'aggregate' || !kind) return false
  if (isLong(series) && !isStepwise(expression)) return true
  // Of short windows, their blocks leave few rows already.
  const isDivided = isLong(series) && blockLength(series) === reachOf(series)
  return kind.costly === true && !isDivided
}

/** Which groups a condition selects, and which aggregates need to be known of these alone. */
interface Selection {
  readonly conditions: readonly Expression[]
  readonly late: readonly Assignment[]
}

function selectionOf(node: Summarize, conditions: readonly Expression[], context: SweepContext): Selection | undefined {
  if (node.keys.length === 0 || isRanked(node)) return undefined
  const candidates = node.aggregates.filter(aggregate => isCostly(aggregate, context))
  const reads = (assignments: readonly Assignment[]) => (condition: Expression) => {
    const ids = readsOf([condition])
    return assignments.some(({ id }) => ids.has(id))
  }
  const cheap = conditions.filter(condition => !reads(candidates)(condition))
  const selecting = cheap.length > 0 ? cheap : conditions
  const late = candidates.filter(candidate => !selecting.some(reads([candidate])))
  return selecting.length > 0 && late.length > 0 ? { conditions: selecting, late } : undefined
}

/**
 * The groups that meet conditions on some of their aggregates: these come first, and the others follow for the groups that are
 * left, of which a detection has few. `summarize`: the groups of each run. Undefined if there is nothing to gain.
 */
export function sweepSelected(
  node: Summarize,
  input: Swept,
  conditions: readonly Expression[],
  context: SweepContext,
  summarize: (node: Summarize, input: Swept) => BoundedRows | SweptRows | undefined,
): SweptRows | undefined {
  const selection = selectionOf(node, conditions, context)
  if (!selection) return undefined
  const { late } = selection
  const rows = input.kind === 'bounded' && input.later.length === 0 ? input : byRun(input, context)
  const read = readers(rows.node)
  const groups = (own: Pick<Summarize, 'keys' | 'aggregates'>, from: Swept) => {
    const columns = [...own.keys, ...own.aggregates].map(({ id, expression }) =>
      hiddenColumn({ op: 'column', id, type: expression.type }),
    )
    return summarize({ ...node, ...own, input: from.node, columns, position: context.newId() }, from)
  }
  const early = { keys: node.keys, aggregates: node.aggregates.filter(aggregate => !late.includes(aggregate)) }
  const all = groups(early, { ...rows, node: read() })
  if (!all) return undefined
  const first = byRun({ ...all, node: selection.conditions.reduce<PlanNode>(filtered, all.node) }, context)
  const selected: Shared = { plan: first.node }
  const keys = node.keys.map(({ id, expression }) => ({
    expression,
    early: { op: 'column', id, type: expression.type } as const,
    late: newColumn(expression, context),
  }))
  const ofSelected = semiJoin(read(), reader(selected), [
    ...keys.map(key => ({ left: key.expression, right: key.early })),
    ...(rows.kind === 'run' ? [{ left: rows.run, right: first.run }] : []),
  ])
  const lateKeys = keys.map(key => ({ id: key.late.id, expression: key.expression }))
  const others = groups({ keys: lateKeys, aggregates: late }, { ...rows, node: ofSelected })
  if (!others) return undefined
  const second = byRun(others, context)
  const run = newRun(context)
  const isLate = new Set(late.map(({ id }) => id))
  const joined: Join = {
    op: 'join',
    kind: 'inner',
    left: reader(selected),
    right: second.node,
    on: [...keys.map(key => ({ left: key.early, right: key.late })), { left: first.run, right: second.run }],
    sources: new Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }>([
      ...node.columns.map(({ id }) => [id, { side: isLate.has(id) ? 'right' : 'left', id }] as const),
      [run.id, { side: 'left', id: first.run.id }],
    ]),
    columns: withColumns(node.columns, [run]),
    order: [],
    serialized: false,
    span: node.span,
  }
  return { kind: 'run', node: joined, run }
}
