import { calling, project, reader } from '../plan/build.ts'
import { type Expression, literal } from '../plan/expression.ts'
import { type Assignment, type Join, type PlanNode, reachOf, type Summarize } from '../plan/node.ts'
import { kindOf } from './aggregate-kinds.ts'
import { readers } from './readers.ts'
import { blockLength } from './run-series.ts'
import { aggregatesIn, needsOf, replaced } from './sweep-expressions.ts'
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
  spread,
  withColumns,
} from './swept.ts'

/** Comparisons that hold for greater values of this operand if they hold for one. */
const growingOperand: Readonly<Record<string, number>> = { '>': 0, '>=': 0, '<': 1, '<=': 1 }

/** The aggregate on which a condition holds for the rows of many runs if it holds for those of one. */
function limitedBy(condition: Expression, { aggregates }: Summarize): Assignment | undefined {
  const position = condition.op === 'call' ? growingOperand[condition.name] : undefined
  if (condition.op !== 'call' || position === undefined) return undefined
  const [operand, limit] = [condition.args[position], condition.args[1 - position]]
  const found = aggregates.find(({ id }) => operand?.op === 'column' && id === operand.id)
  const isGrowing = found?.expression.op === 'aggregate' && kindOf(found.expression)?.growing === true
  return limit?.op === 'literal' && isGrowing ? found : undefined
}

/** The groups of any rows, with columns of their own. */
interface Groups {
  readonly summarize: Summarize
  readonly on: Join['on']
  /** Those that can meet the conditions. */
  readonly possible: (groups: PlanNode) => PlanNode
}

function groupsOf(node: Summarize, conditions: readonly Expression[], context: SweepContext): Groups | undefined {
  const bounds = conditions.filter(condition => limitedBy(condition, node))
  const expressions = [...node.keys, ...node.aggregates].map(({ expression }) => expression)
  if (node.keys.length === 0 || bounds.length === 0) return undefined
  if (needsOf(expressions).run || !aggregatesIn(expressions).every(kindOf)) return undefined
  const own = ({ id, expression }: Assignment) => ({ id, expression, column: newColumn(expression, context) })
  const keys = node.keys.map(own)
  const totals = [...new Set(bounds.map(bound => limitedBy(bound, node)!))].map(own)
  const assigned = (assignments: typeof keys) =>
    assignments.map(({ column, expression }) => ({ id: column.id, expression }))
  const summarize: Summarize = {
    ...node,
    keys: assigned(keys),
    aggregates: assigned(totals),
    columns: [...keys, ...totals].map(({ column }) => hiddenColumn(column)),
    position: context.newId(),
    order: [],
    serialized: false,
  }
  const total = (part: Expression) =>
    part.op === 'column' ? totals.find(({ id }) => id === part.id)?.column : undefined
  return {
    summarize,
    on: keys.map(({ column, expression }) => ({ left: expression, right: column })),
    possible: groups => bounds.map(bound => replaced(bound, total)).reduce<PlanNode>(filtered, groups),
  }
}

/** The groups of each run. */
type SummarizeRuns = (node: Summarize, input: Swept, context: SweepContext) => BoundedRows | SweptRows | undefined

/**
 * The rows of groups that can meet conditions in some run, as far as their rows in all runs tell, and then those in blocks of
 * runs. No aggregate may refuse what is left out.
 */
export function withinBounds(
  node: Summarize,
  input: Swept,
  conditions: readonly Expression[],
  context: SweepContext,
  summarizeRuns: SummarizeRuns,
): Swept {
  const groups = input.kind === 'bounded' && groupsOf(node, conditions, context)
  if (!groups) return input
  const read = readers(input.node)
  const possible = reader({ plan: groups.possible({ ...groups.summarize, input: read() }) })
  const rows = { ...input, node: kept(semiJoin(read(), possible, groups.on)) }
  return inBlocks(groups, rows, context, summarizeRuns)
}

/** What is left of rows: so few, mostly, that they are kept for all who read them. */
const kept = (rows: PlanNode): PlanNode => reader({ plan: rows })

/** Rows once for each block of runs in which their group can meet the conditions. */
function inBlocks(
  { summarize, on, possible }: Groups,
  rows: BoundedRows,
  context: SweepContext,
  summarizeRuns: SummarizeRuns,
): BoundedRows {
  const { series } = context
  const runs = blockLength(series)
  if (runs === undefined) return rows
  const [length, others] = [BigInt(runs) * series.step, BigInt(runs - 1) * series.step]
  const { span } = summarize
  const call = (name: string, ...args: readonly Expression[]) => calling(name, args, 'datetime', span)
  // A block is known by its first run.
  const blocks = { ...context, series: { ...series, step: length, count: Math.ceil(series.count / runs) } }
  const blockOf = (run: Expression) =>
    call('bin_at', run, literal('timespan', length), literal('datetime', series.first))
  const byBlock = () => withBounds({ ...rows, later: [] }, blockOf(rows.from), blockOf(rows.to), context)
  const found = summarizeRuns({ ...summarize, input: rows.node }, byBlock(), blocks)
  if (!found) return rows
  const groups = byRun({ ...found, node: possible(found.node) }, blocks)
  // A longer window would have a row in many blocks.
  if (runs < reachOf(series)) return { ...rows, node: kept(semiJoin(rows.node, reader({ plan: groups.node }), on)) }
  const { node, run } = spread(byBlock(), blocks)
  const inBlock = semiJoin(node, reader({ plan: groups.node }), [...on, { left: run, right: groups.run }])
  const last = call('+', run, literal('timespan', others))
  const bounded = withBounds(
    { ...rows, node: inBlock },
    call('max_of', rows.from, run),
    call('min_of', rows.to, last),
    context,
  )
  return { ...bounded, node: kept(bounded.node) }
}

function withBounds(rows: BoundedRows, first: Expression, last: Expression, context: SweepContext): BoundedRows {
  const [from, to] = [newRun(context), newRun(context)]
  const assignments = [
    { id: from.id, expression: first },
    { id: to.id, expression: last },
  ]
  const { node } = rows
  return { ...rows, node: project(node, assignments, withColumns(node.columns, [from, to]), node.span), from, to }
}
