import { withKeptParser } from '../analysis/with-kept-parser.ts'
import type { KeptCode } from '../cache/kept-code.ts'
import { compileQuery } from '../compile/compile-query.ts'
import type { Connection } from '../duckdb/connection.ts'
import { emitQuery } from '../emit/query.ts'
import { explainRows } from '../explain/explain-rows.ts'
import type { RowsExplained } from '../explain/explanation.ts'
import type { Goal } from '../explain/remedies.ts'
import { runningTime } from '../limits/running-time.ts'
import { rewrite } from '../passes/index.ts'
import { type PlanNode, visible } from '../plan/node.ts'
import type { QueryWorld } from '../world/query-world.ts'
import type { StoredTable } from '../world/stored-table.ts'
import type { RunRequest } from './engine.ts'

interface Explaining {
  readonly world: QueryWorld
  readonly stored: ReadonlyMap<string, StoredTable>
  readonly connection: Connection
  readonly parser?: KeptCode | undefined
}

const defaultTimeout = 30_000

/** Explains the rows of a query; undefined if it does not run. */
export async function explainQueryRows(
  { kql, now, window, timeout = defaultTimeout }: RunRequest,
  goal: Goal,
  { world, stored, connection, parser }: Explaining,
): Promise<RowsExplained | undefined> {
  const values = {
    ...(now !== undefined && { now }),
    ...(window && { from: window.from, to: window.to, visibleAt: window.visibleAt }),
  }
  const time = runningTime(timeout)
  const ask = async (plan: PlanNode) => {
    const rewritten = rewrite(plan)
    const columns = visible(rewritten).map(({ name, type }) => ({ name, type }))
    for (const guarded of [false, true]) {
      const answer = await connection.query(emitQuery(rewritten, { guarded }), values, columns, time)
      if (answer.ok) return answer.rows
      if (answer.reason !== 'range') return undefined
    }
    return undefined
  }
  let compiled = withKeptParser(parser, () => compileQuery(kql, world, stored, window?.by))
  while (compiled.stage) {
    const rows = await ask(compiled.stage.query.lowered)
    if (!rows) return undefined
    compiled = compiled.stage.next(rows)
  }
  if (!compiled.query) return undefined
  const tables = new Map([...stored].map(([key, { name }]) => [name, key]))
  return explainRows(goal, { plan: compiled.query.lowered, kql, ask, window, tables })
}
