import { budgets } from '@tripline/budgets'
import { digest, worldKey } from '../cache/world-key.ts'
import type { QueryCache } from '../compile/query-cache.ts'
import type { Connection } from '../duckdb/connection.ts'
import { emitQuery } from '../emit/query.ts'
import type { Ask } from '../explain/explain-context.ts'
import { runningTime } from '../limits/running-time.ts'
import { rewrite } from '../passes/index.ts'
import { type PlanNode, visible, type WindowTime } from '../plan/node.ts'
import type { QueryWorld } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'
import type { RunRequest } from './engine.ts'

/** What plans are compiled and run with. */
export interface PlanWorld {
  readonly world: QueryWorld
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly connection: Connection
  readonly cache?: QueryCache | undefined
}

const defaultTimeout = 30_000
const most = budgets['result-rows'].limit

/** A query as it was lowered, and a way to ask for the rows of plans in its run; undefined if it cannot be compiled. */
export async function openPlan(
  request: RunRequest,
  planWorld: PlanWorld,
): Promise<{ readonly plan: PlanNode; readonly ask: Ask } | undefined> {
  const ask = askIn(request, planWorld)
  const plan = await loweredPlan(request.kql, request.window?.by, planWorld, ask)
  return plan && { plan, ask }
}

/** Asks for the rows of plans in a run. */
export function askIn(
  { now, window, timeout = defaultTimeout }: Omit<RunRequest, 'kql'>,
  { connection }: PlanWorld,
): Ask {
  const values = {
    ...(now !== undefined && { now }),
    ...(window && { from: window.from, to: window.to, visibleAt: window.visibleAt }),
  }
  const time = runningTime(timeout)
  return async plan => {
    const rewritten = rewrite(plan)
    const columns = visible(rewritten).map(({ name, type }) => ({ name, type }))
    for (const guarded of [false, true]) {
      const answer = await connection.query(emitQuery(rewritten, { guarded }), values, columns, time, most)
      if (answer.ok) return answer.rows
      if (answer.reason !== 'range') return undefined
    }
    return undefined
  }
}

/** The plan of a query as it is lowered: kept from an earlier run, or compiled, which loads the parser. */
export async function loweredPlan(
  kql: string,
  window: WindowTime | undefined,
  { world, stored, cache }: PlanWorld,
  ask: Ask,
): Promise<PlanNode | undefined> {
  const key = digest([worldKey(world, stored), window ?? '', kql])
  const kept = cache?.plans?.read(key)
  if (kept) return kept
  const { compileQuery } = await import('../compile/compile-query.ts')
  const { withKeptParser } = await import('../analysis/with-kept-parser.ts')
  let compiled = withKeptParser(cache?.parser, () => compileQuery(kql, world, stored, window))
  const isWhole = !compiled.stage
  while (compiled.stage) {
    const rows = await ask(compiled.stage.query.lowered)
    if (!rows) return undefined
    compiled = compiled.stage.next(rows)
  }
  const plan = compiled.query?.lowered
  // What follows a stage depends on rows.
  if (plan && isWhole) cache?.plans?.write(key, plan)
  return plan
}
