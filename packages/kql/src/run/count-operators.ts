import type { Compilation } from '../compile/compile-query.ts'
import type { PreparedQuery } from '../compile/prepared-query.ts'
import type { Connection } from '../duckdb/connection.ts'
import { emitRowCounts } from '../emit/query.ts'
import type { PlanNode } from '../plan/node.ts'
import { operatorsOf } from '../plan/query-operators.ts'
import type { OperatorAnswer, RunRequest } from './engine.ts'
import { runQuery } from './run-query.ts'

/** How many rows each operator of a query reads and passes on, all counted in one statement. */
export async function countOperators(
  request: RunRequest,
  compile: () => Compilation,
  tableNames: ReadonlyMap<string, string>,
  connection: Connection,
): Promise<OperatorAnswer> {
  let counted: readonly PlanNode[] = []
  let plan: PlanNode | undefined
  const counting = ({ query, stage, diagnostics }: Compilation): PreparedQuery => {
    if (stage) return { stage: { query: stage.query, next: rows => counting(stage.next(rows)) }, diagnostics }
    if (!query) return { diagnostics }
    plan = query.plan
    counted = [...new Set(operatorsOf(plan).flatMap(({ output, inputs }) => [output, ...inputs]))]
    const counts = (guarded: boolean) => emitRowCounts(query.plan, counted, { guarded })
    const columns = counted.map((_, index) => ({ name: `n${index}`, type: 'real' }) as const)
    return { query: { sql: counts(false), guarded: () => counts(true), columns }, diagnostics }
  }
  const answer = await runQuery(request, () => counting(compile()), tableNames, connection)
  if (!answer.ok) return answer
  const [row] = answer.rows.rows
  const rows = new Map(counted.map((node, index) => [node, row![index] as number | null]))
  const operators = operatorsOf(plan!).flatMap(({ span, output, inputs }) => {
    const rowsOut = rows.get(output)
    if (rowsOut === null || rowsOut === undefined) return []
    const table = output.op === 'table-scan' ? tableNames.get(output.table) : undefined
    const rowsIn = inputs.map(input => rows.get(input) ?? 0)
    const text = request.kql.slice(span.start, span.end)
    return [{ ...span, operator: /^[\w-]+/.exec(text)?.[0] ?? text, ...(table && { table }), rowsIn, rowsOut }]
  })
  return { ok: true, operators }
}
