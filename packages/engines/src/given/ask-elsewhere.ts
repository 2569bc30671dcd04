import type { RunRequest } from '@tripline/kql/engine'
import type { Column } from '@tripline/schemas'
import type { RemoteAnswer, RemoteEngine } from '../remote-engine.ts'
import { carriedColumns, type GivenData, loadable, neededData } from './given-data.ts'
import { letStatement } from './literal.ts'
import { loadedTable } from './loaded-table.ts'
import { queryWithData } from './query-with-data.ts'

/** A query that was asked elsewhere. `kql`: the query with its data, unless that was loaded. */
export interface AskedElsewhere {
  readonly kql?: string
  readonly answer: RemoteAnswer
}

/** Asks an engine a query together with its data; `problem`: why that cannot be. `shown` as for `neededData`. */
export async function askElsewhere(
  request: RunRequest,
  remote: RemoteEngine,
  given: GivenData,
  shown: readonly Column[] | undefined,
): Promise<AskedElsewhere | { readonly problem: string }> {
  const needed = await neededData(request, given, shown)
  if ('problem' in needed) return needed
  const { now, timeout = 30_000 } = request
  const ask = async (kql: string): Promise<RemoteAnswer> =>
    withoutHidden(await remote.run({ kql, timeout, ...(now !== undefined && { now }) }), shown)
  const { kql, tooLarge } = queryWithData(needed)
  const [first] = tooLarge
  if (!first) return { kql, answer: await ask(kql) }
  if (!given.tables) return { problem: `the rows of ${first.name} do not fit into a query; ${loadable}` }
  const tables = tooLarge.map(({ narrow }) => loadedTable(narrow.rows))
  return given.tables.during(tables, timeout, async names => {
    const statements = tooLarge.map(({ name, narrow }, index) => letStatement(name, names[index]! + narrow.restored))
    return { answer: await ask([...statements, kql].join('\n')) }
  })
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
