import { type Diagnosed, isError } from '@tripline/diagnostics'
import { entryKind, type FilePath, temporaryFolder } from '@tripline/files'
import type { DatabasesByLogs } from '@tripline/kql/engine'
import { isTestFile, listDetections } from '@tripline/project'
import { type CaseReport, runTests, type TestReport } from '@tripline/replay'
import type { LogCacheLocation } from '../cache/log-cache.ts'
import type { QueryCacheLocation } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { ForkedProcess } from '../fork-replay-process.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { findRules } from '../project/find-rules.ts'
import { inBatches } from './jobs/in-batches.ts'
import { type Jobs, processesFor } from './jobs/jobs.ts'
import type { Elsewhere } from './jobs/local-replay.ts'
import { replayInProcesses } from './jobs/replay-in-processes.ts'
import { hasProcesses, startReplayProcess } from './jobs/start-replay-process.ts'
import { keepResults } from './kept/keep-results.ts'
import type { ResultStore } from './kept/result-store.ts'
import { replayWorld } from './replay-world.ts'
import { testsOfRules } from './tests-of-rules.ts'

/** The test files of `paths`, and those of rules that `paths` name; without paths, those of the project. */
export async function testFiles(
  paths: readonly string[],
  context: ProjectContext,
): Promise<Diagnosed<readonly FilePath[]>> {
  const { project } = context
  const chosen = await findRules(paths, context)
  if (!chosen.value) return { diagnostics: chosen.diagnostics }
  const rules = chosen.value.filter(file => !isTestFile(file) && entryKind(file.path) !== 'folder')
  const searched =
    paths.length > 0
      ? [...chosen.value.filter(file => !rules.includes(file)), ...(await testsOfRules(rules, project))]
      : project.detections
  const listed = await listDetections([...searched, ...rules])
  if (listed.diagnostics.some(isError)) return { diagnostics: listed.diagnostics }
  const tests = listed.value?.tests ?? []
  if (tests.length > 0) return { value: tests, diagnostics: listed.diagnostics }
  const [untested] = rules
  if (untested) return { diagnostics: [commandReport['rule-untested'](undefined, untested.path)] }
  const where = paths.length > 0 ? paths.join(', ') : project.file.path
  return { diagnostics: [commandReport['nothing-found'](undefined, 'test files', where)] }
}

export interface ReplaySettings {
  /** Cases are replayed when this matches the path of their rule and their name. */
  readonly wanted: RegExp
  /** Milliseconds that a query may take. */
  readonly timeout: number
  readonly stopwatch: () => number
  readonly queryCache?: QueryCacheLocation | undefined
  readonly logCache?: LogCacheLocation | undefined
  /** Results of earlier runs; without them, every case is replayed. */
  readonly results?: ResultStore | undefined
  /** Whether cases are replayed that have a result. */
  readonly fresh?: boolean | undefined
  /** Whether reports say what the runs of each case saw and did. */
  readonly describes?: boolean | undefined
  /** Without it, everything is replayed in this process. */
  readonly processes?: { readonly jobs: Jobs; readonly env: Io['env']; readonly after: Io['after'] } | undefined
  /** A process that is there already. */
  readonly ahead?: ForkedProcess | undefined
  /** Those that stay open for the next run. */
  readonly databases?: DatabasesByLogs | undefined
  /** Whether the first case that does not pass is the last. */
  readonly bail?: boolean | undefined
  readonly onCase?: ((report: CaseReport) => void) | undefined
  /** What answers the queries instead of the local engine; then everything is replayed in this process. */
  readonly elsewhere?: Elsewhere | undefined
  /** Whether no further case is to be replayed. */
  readonly isInterrupted?: (() => boolean) | undefined
}

/**
 * Finding out which of so many have changed takes long enough for the process that waits to load what compiles queries. It is in
 * vain if nothing has changed, or if no query has.
 */
const manyFiles = 500

/** Replays the cases of test files with what the project adds to them. */
export async function replayTests(
  files: readonly FilePath[],
  context: ProjectContext,
  {
    wanted,
    timeout,
    stopwatch,
    queryCache,
    logCache,
    results,
    fresh,
    describes,
    processes,
    ahead,
    databases,
    bail = false,
    onCase,
    elsewhere,
    isInterrupted = () => false,
  }: ReplaySettings,
): Promise<TestReport> {
  using folder = temporaryFolder()
  const world = replayWorld(context, { timeout, wanted, bail, describes, queryCache, logCache, logFolder: folder.path })
  let hasFailed = false
  const isOver = () => (bail && hasFailed) || isInterrupted()
  const ended = (report: CaseReport) => {
    hasFailed ||= report.status !== 'passed'
    onCase?.(report)
  }
  const ready = ahead ? [startReplayProcess(ahead, world)] : []
  const replay = inBatches(async orders => {
    const count = !elsewhere && processes && hasProcesses ? processesFor(orders.length, processes.jobs) : 0
    if (!processes || count === 0) {
      // The command itself seldom replays, and need not load what that takes.
      const { replayHere } = await import('./jobs/replay-here.ts')
      return replayHere(orders, world, stopwatch, ended, isOver, elsewhere, databases?.lend())
    }
    const { env, after } = processes
    const { forkReplayProcess } = await import('../fork-replay-process.ts')
    const start = () => ready.pop() ?? startReplayProcess(forkReplayProcess(env), world)
    return replayInProcesses(orders, count, start, { timeout, after, stopwatch, onCase: ended, isOver })
  })
  if (!results) return await runTests(files, replay)
  const wants = (rulePath: string, name: string) => wanted.test(`${rulePath} ${name}`)
  const isEnough = (report: CaseReport) => !fresh && (!describes || report.activity !== undefined)
  if (files.length >= manyFiles) ready[0]?.prepare()
  const keeping = keepResults(replay, { ...world, catalogue: context.world.catalogue }, wants, results, isEnough)
  const report = await runTests(files, keeping.replay)
  keeping.keep()
  return report
}
