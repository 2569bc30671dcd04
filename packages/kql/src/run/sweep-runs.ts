import { budgets } from '@tripline/budgets'
import type { Compile } from '../compile/prepared-query.ts'
import { boundedCache } from '../limits/bounded-cache.ts'
import type { PlanNode, RunSeries } from '../plan/node.ts'
import { reads } from '../sql/sql.ts'
import { seriesOf } from '../sweep/run-series.ts'
import { sweepPlan } from '../sweep/sweep-plan.ts'
import type { Cell } from '../world/dataset.ts'
import type { Engine, RunAnswer } from './engine.ts'
import { askIn, loweredPlan, type PlanWorld } from './open-plan.ts'

/** Answers several runs of a query from one query of the database. */
export function sweepRuns(
  prepare: Compile,
  tableNames: ReadonlyMap<string, string>,
  planWorld: PlanWorld,
): Engine['sweep'] {
  const plans = boundedCache<Promise<PlanNode | undefined>>(16)
  return async ({ kql, runs, timeout }) => {
    const series = seriesOf(runs)
    if (!series) return undefined
    const { by, from } = runs[0]!.window
    const { to, visibleAt } = runs.at(-1)!.window
    const prepared = await prepare(kql, by)
    // Columns that depend on rows may be others in each run.
    if (!prepared.query || prepared.stage) return undefined
    const ask = askIn({ window: { by, from, to, visibleAt }, ...(timeout !== undefined && { timeout }) }, planWorld)
    const { columns, sql, lowered } = prepared.query
    const plan = await plans.get(`${by} ${kql}`, () => loweredPlan(kql, by, planWorld, ask, lowered))
    const swept = plan && sweepPlan(plan, series)
    const rows = swept && (await ask(swept))
    if (!rows) return undefined
    const tables = [...new Set(reads(sql).flatMap(({ table }) => tableNames.get(table) ?? []))]
    const byRun = rowsByRun(rows, series)
    if (!byRun) return undefined
    const answered = (own: readonly Row[]): Extract<RunAnswer, { ok: true }> => ({
      ok: true,
      rows: { columns, rows: own },
      tables,
      diagnostics: prepared.diagnostics,
    })
    return byRun.map(answered)
  }
}

type Row = readonly Cell[]

/** How often runs may share rows: a reference takes eight bytes. */
const mostReferences = 10 * budgets['result-rows'].limit

/** The rows of each run, of rows whose last cells are the first and the last run that they belong to; undefined if they are too many. */
function rowsByRun(rows: readonly Row[], { first, step, count }: RunSeries): readonly (readonly Row[])[] | undefined {
  const byRun = Array.from({ length: count }, (): Row[] => [])
  const indexOf = (run: Cell) => Number(((run as bigint) - first) / step)
  let left = mostReferences
  for (const row of rows) {
    const [from, to] = [indexOf(row.at(-2)!), indexOf(row.at(-1)!)]
    if (to < from) continue
    left -= to - from + 1
    if (left < 0) return undefined
    const cells = row.slice(0, -2)
    for (let run = from; run <= to; run++) byRun[run]!.push(cells)
  }
  return byRun
}
