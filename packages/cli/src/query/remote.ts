import type { LogsTable } from '@tripline/azure'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { connectTarget } from '../deploy/connect-target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findTarget, openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { queryViews } from '../views/query.ts'
import { chooseColumns } from './choose-columns.ts'
import { type QuerySettings, queryText } from './query-text.ts'
import type { ResultTable } from './result-table.ts'

/** Runs a query in a workspace of the project. */
export async function run(args: Args<'query'>, { timeout, columns }: QuerySettings, io: Io): Promise<ExitCode> {
  const query = await queryText(args, io)
  if (!query.value) return showDiagnostics(query.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const target = findTarget(context.project, args.workspace!)
  if (!target.value) return showDiagnostics(target.diagnostics, io)
  const client = connectTarget(target.value, context.root, io)
  if (!client.value) return showDiagnostics(client.diagnostics, io)
  const answer = await client.value.queries.run({ kql: query.value.text, timeout: Math.ceil(timeout / 1000) })
  if (!answer.ok) {
    const { status, code, message } = answer.error
    // What is wrong with the query is a finding; anything else says nothing about it.
    const kind = status === 400 ? 'remote-refused' : 'remote-unusable'
    return showDiagnostics([commandReport[kind](target.value.name.span, args.workspace!, code, message)], io)
  }
  const chosen = chooseColumns(resultOfLogs(answer.value), columns)
  if (!chosen.value) return showDiagnostics(chosen.diagnostics, io)
  queryViews[args.format](chosen.value, io)
  return exitCodes.ok
}

const resultOfLogs = ({ columns, rows }: LogsTable): ResultTable => ({
  columns,
  rows: rows.map(row => row.map(cell => JSON.stringify(cell))),
})
