import type { RunRequest } from '@tripline/kql/engine'
import type { Column } from '@tripline/schemas'
import type { RemoteAnswer, RemoteEngine } from '../remote-engine.ts'
import { type GivenData, ingestionColumn, selfContained } from './given-data.ts'

/** Asks an engine a query together with its data; `problem`: why that cannot be. `shown` as for `selfContained`. */
export async function askElsewhere(
  request: RunRequest,
  remote: RemoteEngine,
  given: GivenData,
  shown: readonly Column[] | undefined,
): Promise<{ readonly kql: string; readonly answer: RemoteAnswer } | { readonly problem: string }> {
  const asked = await selfContained(request, given, shown)
  if ('problem' in asked) return asked
  const { now, timeout = 30_000 } = request
  const answer = await remote.run({ kql: asked.kql, timeout, ...(now !== undefined && { now }) })
  return { kql: asked.kql, answer: withoutIngestion(answer) }
}

/** An answer without the column that stands for `ingestion_time()`. */
function withoutIngestion(answer: RemoteAnswer): RemoteAnswer {
  const index = answer.ok ? answer.rows.columns.findIndex(({ name }) => name === ingestionColumn) : -1
  if (!answer.ok || index < 0) return answer
  const { columns, rows } = answer.rows
  const without = <T>(all: readonly T[]) => all.toSpliced(index, 1)
  return { ok: true, rows: { columns: without(columns), rows: rows.map(without) } }
}
