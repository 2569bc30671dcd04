import { sourceTable } from '../explain/count-stages.ts'
import { keyword } from '../explain/explain-context.ts'
import { withQuerySpans } from '../explain/query-spans.ts'
import { rowsPerScan, type TracedPlan, tracedPlan } from '../explain/traced-plan.ts'
import { project } from '../plan/build.ts'
import { visible } from '../plan/node.ts'
import type { Cell } from '../world/dataset.ts'
import type { RowsTraced, RunRequest, SourceRow } from './engine.ts'
import { openPlan, type PlanWorld } from './open-plan.ts'

/** The rows of a query, each with the rows of tables that it was made from; undefined if the query does not run. */
export async function traceRows(request: RunRequest, planWorld: PlanWorld): Promise<RowsTraced | undefined> {
  const opened = await openPlan(request, planWorld)
  if (!opened) return undefined
  const traced = tracedPlan(withQuerySpans(opened.plan))
  if ('untraced' in traced) {
    const { span } = traced.untraced
    return { untraced: { ...span, operator: keyword(request.kql, span) } }
  }
  const { plan, trace } = traced
  const columns = visible(plan)
  const { hidden: _, ...shown } = trace
  const others = plan.columns.filter(({ id }) => id !== trace.id)
  const answer = await opened.ask(project(plan, [], [...others, shown], plan.span))
  if (!answer) return undefined
  const sourcesOf = sourceRows(traced, planWorld)
  const rows = answer.map(row => row.slice(0, columns.length))
  const named = columns.map(({ name, type }) => ({ name, type }))
  return { rows: { columns: named, rows }, sources: answer.map(row => sourcesOf(row[columns.length]!)) }
}

/** What the numbers in a trace stand for, each row once. */
function sourceRows({ scans }: TracedPlan, { stored }: PlanWorld): (trace: Cell) => readonly SourceRow[] {
  const keys = new Map([...stored].map(([key, { name }]) => [name, key]))
  const tables = scans.map(scan => sourceTable(scan, keys))
  return trace => {
    const found = new Map<string, SourceRow>()
    for (const number of numbersIn(trace)) {
      const source = tables[Math.floor(number / rowsPerScan)]!
      const row = number % rowsPerScan
      if (source.kind === 'table') found.set(`${row} ${source.name}`, { table: source.name, row })
    }
    return [...found.values()]
  }
}

function numbersIn(trace: Cell): readonly number[] {
  if (trace === null) return []
  const value: unknown = typeof trace === 'string' ? JSON.parse(trace) : Number(trace)
  return [value].flat(Number.POSITIVE_INFINITY).filter(number => typeof number === 'number')
}
