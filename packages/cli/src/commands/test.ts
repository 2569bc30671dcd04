import type { Diagnostic } from '@tripline/diagnostics'
import { type FilePath, named } from '@tripline/files'
import type { TestReport } from '@tripline/replay'
import { queryCacheLocation } from '../cache/query-cache.ts'
import { resultCache } from '../cache/result-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readFilter, readJobs, readTimeout } from '../command-line/option-values.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findRoot, openProject } from '../project/command-context.ts'
import { nextChange } from '../test/next-change.ts'
import { replayTests, testFiles } from '../test/replay-tests.ts'
import { type Reporters, readReporters, writeReports } from '../test/test-reporters.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'
import { showWatching } from '../views/test.human.ts'

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
  const { paths = [], filter = '', timeout } = args
  const wanted = readFilter(filter)
  const limit = readTimeout(timeout)
  const jobs = readJobs(args.jobs)
  const reporters = readReporters(args)
  const misread = [wanted, limit, jobs, reporters].flatMap(({ diagnostics }) => diagnostics)
  if (!wanted.value || !limit.value || !jobs.value || !reporters.value) return showDiagnostics(misread, io)

  const { value: context, diagnostics } = await openProject({ folder: args.project, near: paths[0] })
  if (!context) return reportUntested(diagnostics, reporters.value, io)
  const files = await testFiles(paths, context)
  if (!files.value) return reportUntested(files.diagnostics, reporters.value, io)
  showDiagnostics(diagnostics, io)

  const line = progress(io)
  const result = await replayTests(files.value, context, {
    wanted: wanted.value,
    timeout: limit.value,
    stopwatch: io.stopwatch,
    processes: { ...io, jobs: jobs.value },
    queryCache: queryCacheLocation(io),
    results: args['no-cache'] ? undefined : resultCache(io),
    onCase: ({ rule, case: name }) => line.show(`${rule} ${name}`),
  })
  line.end()
  if (result.cases.length === 0 && result.diagnostics.length === 0) {
    return reportUntested([noCases(args, files.value)], reporters.value, io)
  }
  const unwritten = await writeReports(reporters.value, result)
  for (const { show } of reporters.value.shown) show(result, io)
  showDiagnostics(unwritten, io)
  return exitCodeOfTest(result, exitCodeOf(unwritten))
}

const noCases = ({ filter }: Args<'test'>, files: readonly FilePath[]): Diagnostic =>
  filter === undefined
    ? commandReport['nothing-found'](undefined, 'cases', files.map(({ path }) => path).join(', '))
    : commandReport['filter-unmatched'](undefined, filter)

/** Reports why there are no cases, in every form that was asked for: a missing report could pass for a success. */
async function reportUntested(diagnostics: readonly Diagnostic[], reporters: Reporters, io: Io): Promise<ExitCode> {
  const result: TestReport = { cases: [], passed: 0, failed: 0, errors: 0, diagnostics }
  const unwritten = await writeReports(reporters, result)
  for (const { refused } of reporters.shown) refused(result, io)
  showDiagnostics(unwritten, io)
  return exitCodeOf([...diagnostics, ...unwritten])
}

/** Cases that could not be read make a report unusable; cases that failed are findings. */
function exitCodeOfTest({ cases, failed, errors, diagnostics }: TestReport, written: ExitCode): ExitCode {
  const unusable = exitCodeOf([...diagnostics, ...cases.flatMap(report => report.diagnostics)])
  if (unusable === exitCodes.unusable || written !== exitCodes.ok) return exitCodes.unusable
  return failed + errors > 0 ? exitCodes.findings : unusable
}
