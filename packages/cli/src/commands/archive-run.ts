import { archiveReport, lastSettledDay, runArchive } from '@tripline/archive'
import { limits } from '@tripline/azure'
import { archiveStores } from '../archive/archive-stores.ts'
import { archivedByRun } from '../archive/archived-by-run.ts'
import { openArchive } from '../archive/open-archive.ts'
import { openArchiveAccess } from '../archive/open-archive-access.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readDay } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { followArchiveRun, showArchiveRun } from '../views/archive-run.human.ts'
import { followQuietly, showArchiveRunJson } from '../views/archive-run.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

const views = {
  human: { follow: followArchiveRun, end: showArchiveRun },
  json: { follow: followQuietly, end: showArchiveRunJson },
}

export async function run(args: Args<'archive run'>, io: Io): Promise<ExitCode> {
  const until = args.until === undefined ? undefined : readDay('--until', args.until)
  if (until && until.value === undefined) return showDiagnostics(until.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const opened = await openArchive(args.workspace, context, io, limits.archive)
  if (!opened.value) return showDiagnostics(opened.diagnostics, io)
  const { settings, tables } = opened.value
  const settled = lastSettledDay(io.clock().getTime(), settings.settle.value)
  if (until?.value !== undefined && until.value > settled) {
    const expected = `a day that ended ${settings.settle.value} hours ago: ${settled} or earlier`
    return showDiagnostics([commandReport['option-value'](undefined, '--until', until.value, expected)], io)
  }
  const stores = archiveStores(opened.value, context.root, io)
  if (!stores.value) return showDiagnostics(stores.diagnostics, io)
  const { follow, end } = views[args.format]
  const { follower, finish } = follow(io)
  const access = openArchiveAccess(opened.value, stores.value, io)
  const answer = await runArchive(archivedByRun(tables, context), until?.value ?? settled, access, follower)
  finish()
  if (!answer.ok) {
    const { code, message } = answer.error
    return showDiagnostics([commandReport['remote-unusable'](undefined, stores.value.vault.name, code, message)], io)
  }
  end(answer.value, args.workspace, io)
  const problems = answer.value.problems.map(({ table, day, error: { code, message } }) =>
    archiveReport['archive-stopped'](undefined, table, day, code, message),
  )
  showDiagnostics([...diagnostics, ...opened.diagnostics, ...problems], io)
  return problems.length > 0 ? exitCodes.findings : exitCodes.ok
}
