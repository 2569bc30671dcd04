import { functionRow } from '../functions/registry.ts'
import { reader } from '../plan/build.ts'
import type { ColumnId } from '../plan/expression.ts'
import type { Join, PlanNode, Shared, Summarize, Union, Values } from '../plan/node.ts'
import { partsOf } from './group-parts.ts'
import { stepsOf } from './group-steps.ts'
import { aggregatesIn, needsOf } from './sweep-expressions.ts'
import {
  allRuns,
  atRun,
  type BoundedRows,
  byRun,
  hiddenColumn,
  newRun,
  type SweepContext,
  type Swept,
  type SweptRows,
  withColumns,
} from './swept.ts'

/** Their last digits depend on the order in which the database adds. */
const inexact: ReadonlySet<string> = new Set(
  ['stdev', 'variance', 'covariance'].flatMap(name => [name, `${name}if`, `${name}p`, `${name}pif`]),
)
const inexactOfReals: ReadonlySet<string> = new Set(['sum', 'sumif', 'avg', 'avgif'])

/** Whether a summarize of the same rows always gives the same values. */
function isSettled(node: Summarize): boolean {
  return aggregatesIn(node.aggregates.map(({ expression }) => expression)).every(({ name, args, order }) => {
    const row = functionRow(name, 'aggregate')
    if (row?.kind === 'aggregate' && row.ordered && order.length === 0) return false
    if (inexact.has(name)) return false
    return !inexactOfReals.has(name) || args[0]?.type !== 'real'
  })
}

/** Groups of each run; without keys, a row for every run. Undefined if the values could be others. */
export function sweepSummarize(
  node: Summarize,
  input: Swept,
  context: SweepContext,
): BoundedRows | SweptRows | undefined {
  if (!isSettled(node)) return undefined
  const steps = stepsOf(node, input, context)
  if (steps) return steps
  const { keys, aggregates, rows } = partsOf(node, input, context) ?? { ...node, rows: byRun(input, context) }
  const group = newRun(context)
  const inRun = (assignments: Summarize['keys']) =>
    assignments.map(({ id, expression }) => ({ id, expression: atRun(expression, rows.run) }))
  const groups: Summarize = {
    ...node,
    input: rows.node,
    keys: [...inRun(keys), { id: group.id, expression: rows.run }],
    aggregates: inRun(aggregates),
    columns: withColumns(node.columns, [group]),
  }
  const swept: SweptRows = { kind: 'run', node: groups, run: group }
  return keys.length > 0 ? swept : withEmptyRuns(node, swept, context)
}

/** What the summarize gives for no rows, in the runs that have none. */
function withEmptyRuns(node: Summarize, groups: SweptRows, context: SweepContext): SweptRows | undefined {
  const expressions = node.aggregates.map(({ expression }) => expression)
  if (needsOf(expressions).run || node.input.columns.some(({ type }) => type === 'struct')) return undefined
  const { columns, span } = node
  const shared: Shared = { plan: groups.node }
  const found = reader(shared)
  const runs = allRuns(context, node)
  const without: Join = {
    op: 'join',
    kind: 'leftanti',
    left: runs.node,
    right: reader(shared),
    on: [{ left: runs.run, right: groups.run }],
    sources: new Map([[runs.run.id, { side: 'left', id: runs.run.id }]]),
    columns: [hiddenColumn(runs.run)],
    order: [],
    serialized: false,
    span,
  }
  const none: Summarize = { ...node, input: noRows(node.input, context) }
  const empty: Join = {
    op: 'join',
    kind: 'inner',
    left: without,
    right: none,
    on: [],
    sources: new Map<ColumnId, { side: 'left' | 'right'; id: ColumnId }>([
      ...columns.map(({ id }) => [id, { side: 'right', id }] as const),
      [runs.run.id, { side: 'left', id: runs.run.id }],
    ]),
    columns: [...columns, hiddenColumn(runs.run)],
    order: [],
    serialized: false,
    span,
  }
  const run = newRun(context)
  const ids = columns.map(({ id }) => id)
  const all: Union = {
    op: 'union',
    legs: [
      { input: found, ids: [...ids, groups.run.id], source: '' },
      { input: empty, ids: [...ids, runs.run.id], source: '' },
    ],
    columns: [...columns, hiddenColumn(run)],
    order: node.order,
    serialized: node.serialized,
    span,
  }
  return { kind: 'run', node: all, run }
}

const noRows = ({ columns, span }: PlanNode, { newId }: SweepContext): Values => ({
  op: 'values',
  rows: [],
  position: newId(),
  columns,
  order: [],
  serialized: false,
  span,
})
