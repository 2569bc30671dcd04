import type { Diagnostic } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import type { TestReport } from '@tripline/replay'
import { queryCache } from '../cache/query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readFilter, readTimeout } from '../command-line/option-values.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findRoot, openProject } from '../project/command-context.ts'
import { nextChange } from '../test/next-change.ts'
import { replayTests, testFiles } from '../test/replay-tests.ts'
import { readReporters, writeReports } from '../test/test-reporters.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'
import { showTest, showWatching } from '../views/test.human.ts'
import { showTestJson } from '../views/test.json.ts'

const views = { human: showTest, json: showTestJson }

export async function run(args: Args<'test'>, io: Io): Promise<ExitCode> {
  const exitCode = await runOnce(args, io)
  if (!args.watch) return exitCode
  const { value: found } = await findRoot({ folder: args.project, near: args.paths?.[0] })
  if (!found) return exitCode
  const { root = '.' } = found
  const interrupted = io.interrupted().then(() => 'interrupted' as const)
  for (;;) {
    const change = nextChange(named(root))
    showWatching(root, io)
    const next = await Promise.race([interrupted, change.seen])
    change.stop()
    if (next === 'interrupted') return exitCodes.ok
    await runOnce(args, io)
  }
}

async function runOnce(args: Args<'test'>, io: Io): Promise<ExitCode> {
  const { paths = [], filter = '', timeout, format } = args
  const wanted = readFilter(filter)
  const limit = readTimeout(timeout)
  const reporters = readReporters(args.reporter ?? [])
  const misread = [wanted, limit, reporters].flatMap(({ diagnostics }) => diagnostics)
  if (!wanted.value || !limit.value || !reporters.value) return showDiagnostics(misread, io)

  const { value: context, diagnostics } = await openProject({ folder: args.project, near: paths[0] })
  if (!context) return showUntested(diagnostics, args, io)
  const files = await testFiles(paths, context)
  if (!files.value) return showUntested(files.diagnostics, args, io)
  showDiagnostics(diagnostics, io)

  const line = progress(io)
  const result = await replayTests(files.value, context, {
    wanted: wanted.value,
    timeout: limit.value,
    stopwatch: io.stopwatch,
    cache: queryCache(io),
    onCase: ({ rule, case: name }) => line.show(`${rule} ${name}`),
  })
  line.end()
  const nothing = result.cases.length === 0 && result.diagnostics.length === 0
  if (nothing)
    return showDiagnostics(
      [commandReport['nothing-found'](undefined, 'cases', filter || files.value.map(({ path }) => path).join(', '))],
      io,
    )
  const unwritten = await writeReports(reporters.value, result)
  views[format](result, io)
  showDiagnostics(unwritten, io)
  return exitCodeOfTest(result, exitCodeOf(unwritten))
}

/** Why there are no cases to report. Machine-readable formats still get a document. */
function showUntested(diagnostics: readonly Diagnostic[], { format }: Args<'test'>, io: Io): ExitCode {
  if (format === 'human') return showDiagnostics(diagnostics, io)
  views[format]({ cases: [], passed: 0, failed: 0, errors: 0, diagnostics }, io)
  return exitCodeOf(diagnostics)
}

/** Cases that could not be read make a report unusable; cases that failed are findings. */
function exitCodeOfTest({ cases, failed, errors, diagnostics }: TestReport, written: ExitCode): ExitCode {
  const unusable = exitCodeOf([...diagnostics, ...cases.flatMap(report => report.diagnostics)])
  if (unusable === exitCodes.unusable || written !== exitCodes.ok) return exitCodes.unusable
  return failed + errors > 0 ? exitCodes.findings : unusable
}
