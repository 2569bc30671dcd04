import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { DatabasesByLogs } from '@tripline/kql/engine'
import type { RuleScore, TestReport } from '@tripline/replay'
import { logCacheLocation } from '../cache/log-cache.ts'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readFilter, readJobs, readShard, readTimeout, type Shard } from '../command-line/option-values.ts'
import { type EngineChoice, readEngine } from '../engines/engine-choice.ts'
import type { TestEngine } from '../engines/open-test-engine.ts'
import type { ForkedProcess } from '../fork-replay-process.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { caseProgress, showBail } from '../views/test-progress.human.ts'
import { showUpdated } from '../views/test-update.human.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { ResultStore } from './kept/result-store.ts'
import { replayTests, testFiles } from './replay-tests.ts'
import { type Reporters, readReporters, writeReports } from './test-reporters.ts'

/** What a run of tests is asked for. */
export interface TestSettings {
  readonly project: string | undefined
  readonly paths: readonly string[]
  /** A regular expression for the path of the rule and the name of the case, empty for all. */
  readonly filter: string
  /** Milliseconds that a query may take. */
  readonly timeout: number
  readonly jobs: Jobs
  readonly reporters: Reporters
  /** Only test files are run that a change since this Git revision affects. */
  readonly changedSince?: string | undefined
  /** The part of the test files that is run. */
  readonly shard?: Shard | undefined
  /** Whether the first case that does not pass is the last. */
  readonly bail: boolean
  /** Whether a run without cases fails. */
  readonly failOnEmpty: boolean
  /** Whether cases marked `expect: todo` get the alerts that they raised. */
  readonly update?: boolean | undefined
  /** Results of earlier runs. */
  readonly results?: ResultStore | undefined
  /** Whether cases are replayed that have a result. */
  readonly fresh?: boolean | undefined
  /** Whether the report says what the runs of each case saw and did. */
  readonly verbose: boolean
  /** What answers the queries; the local engine unless it is another one. */
  readonly engine?: EngineChoice | undefined
  /** Whether that one may make tables for data that does not fit into a query. */
  readonly allowsTables: boolean
  /** A process that is there already. */
  readonly ahead?: ForkedProcess | undefined
  /** Those that stay open for the next run. */
  readonly databases?: DatabasesByLogs | undefined
}

export function readTestSettings(args: Args<'test'>): Diagnosed<TestSettings> {
  const { project, paths = [], filter = '', update, bail, verbose } = args
  const wanted = readFilter(filter)
  const timeout = readTimeout(args.timeout)
  const jobs = readJobs(args.jobs)
  const reporters = readReporters(args)
  const shard = args.shard === undefined ? undefined : readShard(args.shard)
  const engine = args.engine === undefined ? undefined : readEngine(args.engine)
  const allowsTables = args['allow-management']
  const diagnostics = [wanted, timeout, jobs, reporters, shard, engine].flatMap(read => [...(read?.diagnostics ?? [])])
  if (allowsTables && (engine?.value?.kind ?? 'embedded') === 'embedded') {
    diagnostics.push(commandReport['option-conflict'](undefined, '--allow-management needs an engine kusto=…'))
  }
  if (!wanted.value || !timeout.value || !jobs.value || !reporters.value || diagnostics.length > 0)
    return { diagnostics }
  const values = { timeout: timeout.value, jobs: jobs.value, reporters: reporters.value, shard: shard?.value }
  return {
    value: {
      project,
      paths,
      filter,
      update,
      bail,
      verbose,
      changedSince: args['changed-since'],
      failOnEmpty: args['fail-on-empty'],
      engine: engine?.value,
      allowsTables,
      ...values,
    },
    diagnostics,
  }
}

export interface TestedOnce {
  readonly report: TestReport
  /** Absent if the project cannot be read. */
  readonly context?: ProjectContext
  readonly exitCode: ExitCode
}

/** Runs tests and shows their report in every requested form. */
export async function testOnce(settings: TestSettings, io: Io): Promise<TestedOnce> {
  const {
    project,
    paths,
    filter,
    timeout,
    jobs,
    reporters,
    changedSince,
    shard,
    bail,
    failOnEmpty,
    results,
    fresh,
    verbose,
    ahead,
    databases,
  } = settings
  const { value: context, diagnostics } = await openProject({ folder: project, near: paths[0] })
  if (!context) return reportUntested(diagnostics, reporters, io)
  const listed = await testFiles(paths, context)
  if (!listed.value) return { ...(await reportUntested(listed.diagnostics, reporters, io)), context }
  showDiagnostics(diagnostics, io)

  const affected = await affectedFiles(listed.value, context, changedSince)
  if (!affected.value) return { ...(await reportUntested(affected.diagnostics, reporters, io)), context }
  const files = shard ? affected.value.filter((_, index) => index % shard.count === shard.index) : affected.value
  const remote = await openEngineOf(settings, context, io)
  if (!remote.value) return { ...(await reportUntested(remote.diagnostics, reporters, io)), context }
  const line = caseProgress(files, io)
  const report = await replayTests(files, context, {
    wanted: readFilter(filter).value!,
    timeout,
    stopwatch: io.stopwatch,
    processes: { ...io, jobs },
    ahead,
    databases,
    queryCache: queryCacheLocation(io),
    logCache: logCacheLocation(io),
    results,
    fresh,
    describes: verbose,
    bail,
    onCase: line.ended,
    elsewhere: remote.value.elsewhere,
    isInterrupted: remote.value.isInterrupted,
  })
  line.end()
  const left = remote.value.close()
  showDiagnostics(left, io)
  if (settings.update && !remote.value.isInterrupted()) {
    const { updateExpectations } = await import('./update-expectations.ts')
    const updated = await updateExpectations(report, files)
    showUpdated(updated.files, io)
    const exitCode = showDiagnostics(updated.diagnostics, io)
    if (exitCode !== exitCodes.ok) return { report, context, exitCode }
    if (updated.files.length > 0) return testOnce({ ...settings, update: false, ahead: undefined }, io)
  }
  const isEmpty = report.cases.length === 0 && report.diagnostics.length === 0
  if (isEmpty && (failOnEmpty || (!shard && changedSince === undefined))) {
    return { ...(await reportUntested([noCases(filter, listed.value)], reporters, io)), context }
  }
  const scores = await scoresFor(reporters, files, context, timeout, io)
  const unwritten = [...(await writeReports(reporters, report, scores))]
  for (const folder of reporters.folders) {
    const { writeHtmlReport } = await import('../report/write-html-report.ts')
    unwritten.push(...(await writeHtmlReport(folder, report, { files, context, timeout, scores }, io)))
  }
  for (const { show } of reporters.shown) show(report, io)
  if (bail && report.passed < report.cases.length) showBail(io)
  showDiagnostics(unwritten, io)
  return { report, context, exitCode: exitCodeOfTest(report, exitCodeOf([...left, ...unwritten])) }
}

/** What reports add about how much the tests notice, if nothing has changed since that was found out. */
async function scoresFor(
  { written, folders }: Reporters,
  files: readonly FilePath[],
  context: ProjectContext,
  timeout: number,
  io: Io,
): Promise<readonly RuleScore[]> {
  if (written.length + folders.length === 0) return []
  const { knownScores } = await import('../coverage/kept-scores.ts')
  return knownScores(files, context, timeout, io)
}

/** What answers the queries instead of the local engine, if another one is chosen. */
async function openEngineOf(
  { engine, allowsTables }: TestSettings,
  context: ProjectContext,
  io: Io,
): Promise<Diagnosed<TestEngine>> {
  if (!engine || engine.kind === 'embedded')
    return { value: { isInterrupted: () => false, close: () => [] }, diagnostics: [] }
  const { openTestEngine } = await import('../engines/open-test-engine.ts')
  return openTestEngine(engine, allowsTables, context, io)
}

async function affectedFiles(
  files: readonly FilePath[],
  context: ProjectContext,
  revision: string | undefined,
): Promise<Diagnosed<readonly FilePath[]>> {
  if (revision === undefined) return { value: files, diagnostics: [] }
  const { changedTests } = await import('./changed-tests.ts')
  return changedTests(files, context, revision)
}

const noCases = (filter: string, files: readonly FilePath[]): Diagnostic =>
  filter === ''
    ? commandReport['nothing-found'](undefined, 'cases', files.map(({ path }) => path).join(', '))
    : commandReport['filter-unmatched'](undefined, filter)

/** Reports why there are no cases in every requested form, because a missing report could pass for a success. */
async function reportUntested(
  diagnostics: readonly Diagnostic[],
  reporters: Reporters,
  io: Io,
): Promise<Pick<TestedOnce, 'report' | 'exitCode'>> {
  const report: TestReport = { cases: [], passed: 0, failed: 0, errors: 0, diagnostics }
  const unwritten = [...(await writeReports(reporters, report))]
  for (const folder of reporters.folders) {
    const { writeEmptyReport } = await import('../report/write-html-report.ts')
    unwritten.push(...(await writeEmptyReport(folder, report)))
  }
  for (const { refused } of reporters.shown) refused(report, io)
  showDiagnostics(unwritten, io)
  return { report, exitCode: exitCodeOf([...diagnostics, ...unwritten]) }
}

/** Cases that could not be read make a report unusable; cases that failed are findings. */
function exitCodeOfTest({ cases, failed, errors, diagnostics }: TestReport, written: ExitCode): ExitCode {
  const unusable = exitCodeOf([...diagnostics, ...cases.flatMap(report => report.diagnostics)])
  if (unusable === exitCodes.unusable || written !== exitCodes.ok) return exitCodes.unusable
  return failed + errors > 0 ? exitCodes.findings : unusable
}
