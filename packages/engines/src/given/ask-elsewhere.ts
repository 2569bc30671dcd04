import type { RunRequest } from '@tripline/kql/engine'
import type { Column } from '@tripline/schemas'
import type { RemoteAnswer, RemoteEngine } from '../remote-engine.ts'
import { carriedColumns, type GivenData, selfContained } from './given-data.ts'

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
  return { kql: asked.kql, answer: withoutHidden(answer, shown) }
}

/** An answer without hidden columns that the query does not show; `shown`: what it shows, where that is known. */
function withoutHidden(answer: RemoteAnswer, shown: readonly Column[] | undefined): RemoteAnswer {
  if (!answer.ok) return answer
  const { columns, rows } = answer.rows
  const isShown = (name: string) => !carriedColumns.has(name) || shown?.some(column => column.name === name)
  const kept = columns.flatMap(({ name }, index) => (isShown(name) ? [index] : []))
  if (kept.length === columns.length) return answer
  const only = <T>(all: readonly T[]): readonly T[] => kept.map(index => all[index]!)
  return { ok: true, rows: { columns: only(columns), rows: rows.map(only) } }
}
