import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { openDatabase, openEngine, queryFinding } from '@tripline/kql/engine'
import { queryCache } from '../cache/open-query-cache.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { queryViews } from '../views/query.ts'
import { showShapes } from '../views/shapes.human.ts'
import { absentLogs } from './absent-logs.ts'
import { chooseColumns } from './choose-columns.ts'
import { loadDataset } from './load-dataset.ts'
import { type QuerySettings, queryText } from './query-text.ts'
import { resultOfRows } from './result-table.ts'

/** Runs a query over recorded logs. */
export async function run(args: Args<'query'>, { timeout, columns }: QuerySettings, io: Io): Promise<ExitCode> {
  const at = args.at === undefined ? undefined : readAt(args.at)
  if (at && at.value === undefined) return showDiagnostics(at.diagnostics, io)
  const query = await queryText(args, io)
  if (!query.value) return showDiagnostics(query.diagnostics, io)
  const context = await openContext({ folder: args.project })
  if (!context.value || context.diagnostics.some(isError)) return showDiagnostics(context.diagnostics, io)
  const { world } = context.value
  using database = await openDatabase()
  const folder = args.data === undefined ? undefined : named(args.data)
  const data = await loadDataset(query.value.text, folder, world, database)
  if (!data.value) return showDiagnostics(data.diagnostics, io)

  if (args.verbose) await showShapes(data.value.logs, io)
  const file = query.value
  await using engine = await openEngine(world.catalogue, data.value.dataset, { database, cache: queryCache(io) })
  const now = at?.value
  const answer = await engine.run({ kql: file.text, timeout, ...(now !== undefined && { now }) })
  const findings = answer.diagnostics.map(found => ({
    ...queryFinding(found, { file, start: found.start, end: found.end }),
    ...(found.code === 'no-time' && { fix: 'pass --at TIME, such as --at 2026-03-02T10:00:00Z' }),
  }))
  const absent = answer.ok ? absentLogs(args.data, answer.tables, data.value.absent) : []
  const shown = showDiagnostics([...context.diagnostics, ...data.diagnostics, ...absent, ...findings], io)
  if (!answer.ok) return shown
  const chosen = chooseColumns(resultOfRows(answer.rows), columns)
  if (!chosen.value) return showDiagnostics(chosen.diagnostics, io)
  queryViews[args.format](chosen.value, io)
  return exitCodes.ok
}
