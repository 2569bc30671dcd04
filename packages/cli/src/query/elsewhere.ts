import type { Args } from '../command-line/grammar.ts'
import { readAt } from '../command-line/option-values.ts'
import { readEngine } from '../engines/engine-choice.ts'
import { engineFailure } from '../engines/engine-failure.ts'
import { openRemoteEngine } from '../engines/open-remote-engine.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { queryViews } from '../views/query.ts'
import { chooseColumns } from './choose-columns.ts'
import { type QuerySettings, queryText } from './query-text.ts'
import { resultOfRows } from './result-table.ts'

/** Runs a query on another engine, over what that has. */
export async function run(args: Args<'query'>, { timeout, columns }: QuerySettings, io: Io): Promise<ExitCode> {
  const choice = readEngine(args.engine!)
  const at = args.at === undefined ? { value: undefined, diagnostics: [] } : readAt(args.at)
  const query = await queryText(args, io)
  const misread = [choice, at, query].flatMap(({ diagnostics }) => diagnostics)
  if (!choice.value || !query.value || choice.value.kind === 'embedded' || misread.length > 0) {
    return showDiagnostics(misread, io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const remote = openRemoteEngine(choice.value, context, io)
  if (!remote.value) return showDiagnostics(remote.diagnostics, io)
  const now = at.value
  const answer = await remote.value.run({ kql: query.value.text, timeout, ...(now !== undefined && { now }) })
  remote.value.close()
  if (!answer.ok) {
    return showDiagnostics([engineFailure(args.engine!, answer)], io)
  }
  const chosen = chooseColumns(resultOfRows(answer.rows), columns)
  if (!chosen.value) return showDiagnostics(chosen.diagnostics, io)
  queryViews[args.format](chosen.value, io)
  return exitCodes.ok
}
