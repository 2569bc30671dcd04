import { budgets } from '@tripline/budgets'
import { jsonDigest, worldKey } from '../cache/world-key.ts'
import type { QueryCache } from '../compile/query-cache.ts'
import type { Connection, SqlAnswer } from '../duckdb/connection.ts'
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

/** The answer of the database to a plan. */
export type AnswerPlan = (plan: PlanNode) => Promise<SqlAnswer>

/** A query as it was lowered, and a way to have plans answered in its run, or only their rows; undefined if it cannot be compiled. */
export async function openPlan(
  request: RunRequest,
  planWorld: PlanWorld,
): Promise<{ readonly plan: PlanNode; readonly answer: AnswerPlan; readonly ask: Ask } | undefined> {
  const answer = answerIn(request, planWorld)
  const ask = rowsOf(answer)
  const plan = await loweredPlan(request.kql, request.window?.by, planWorld, ask)
  return plan && { plan, answer, ask }
}

/** Asks for the rows of plans in a run. */
export const askIn = (request: Omit<RunRequest, 'kql'>, planWorld: PlanWorld): Ask =>
  rowsOf(answerIn(request, planWorld))

const rowsOf =
  (answer: AnswerPlan): Ask =>
  async plan => {
    const answered = await answer(plan)
    return answered.ok ? answered.rows : undefined
  }

function answerIn(
  { now, window, timeout = defaultTimeout }: Omit<RunRequest, 'kql'>,
  { connection }: PlanWorld,
): AnswerPlan {
  const values = {
    ...(now !== undefined && { now }),
    ...(window && { from: window.from, to: window.to, visibleAt: window.visibleAt }),
  }
  const time = runningTime(timeout)
  return async plan => {
    const rewritten = rewrite(plan)
    const columns = visible(rewritten).map(({ name, type }) => ({ name, type }))
    const answer = (guarded: boolean) =>
      connection.query(emitQuery(rewritten, { guarded }), values, columns, time, most)
    const answered = await answer(false)
    return !answered.ok && answered.reason === 'range' ? answer(true) : answered
  }
}

/**
 * The plan of a query as it is lowered: kept from an earlier run, or `known` from its compilation just now, or compiled, which
 * loads the parser.
 */
export async function loweredPlan(
  kql: string,
  window: WindowTime | undefined,
  { world, stored, cache }: PlanWorld,
  ask: Ask,
  known?: PlanNode,
): Promise<PlanNode | undefined> {
  const key = jsonDigest([worldKey(world, stored), window ?? '', kql])
  const kept = cache?.plans?.read(key)
  if (kept) return kept
  if (known) {
    cache?.plans?.write(key, known)
    return known
  }
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
