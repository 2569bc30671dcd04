import { isError } from '@tripline/diagnostics'
import { explainQuery, queryFinding } from '@tripline/kql/compile'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { explanationViews } from '../views/explanation.ts'
import { type QuerySettings, queryText } from './query-text.ts'

/** Shows what a query is compiled to, without running it. */
export async function run(args: Args<'query'>, _settings: QuerySettings, io: Io): Promise<ExitCode> {
  const show = args.show!
  const view = explanationViews[args.format]
  if (!view) {
    const conflict = `--format ${args.format} cannot be used with --show`
    return showDiagnostics([commandReport['option-conflict'](undefined, conflict)], io)
  }
  const { value: file, diagnostics: unread } = await queryText(args, io)
  if (!file) return showDiagnostics(unread, io)
  const { value: context, diagnostics } = await openContext({ folder: args.project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const { explanation, diagnostics: found } = await explainQuery(file.text, context.world)
  const findings = found.map(one => queryFinding(one, { file, start: one.start, end: one.end }))
  const shown = showDiagnostics([...diagnostics, ...findings], io)
  if (!explanation) return shown
  view(show, explanation, io)
  return exitCodes.ok
}
