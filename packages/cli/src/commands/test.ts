import { resolve } from 'node:path'
import { pathWithin } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { datetimeFromUnixMilliseconds } from '@tripline/schemas'
import { analysisCache } from '../cache/cache-location.ts'
import { resultCache } from '../cache/result-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import type { ForkedProcess } from '../fork-replay-process.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findRoot } from '../project/command-context.ts'
import { type Jobs, processesFor } from '../test/jobs/jobs.ts'
import { resultsInMemory } from '../test/kept/result-store.ts'
import { readTestSettings, type TestSettings, testOnce } from '../test/test-once.ts'
import type { Rerun } from '../test/watch/watch-tests.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showChanged } from '../views/test-watch.human.ts'

/** Tests once, or again and again. `ahead`: a process for the first run. */
export async function run(args: Args<'test'>, io: Io, ahead?: ForkedProcess): Promise<ExitCode> {
  const { value: settings, diagnostics } = readTestSettings(args)
  if (!settings) return showDiagnostics(diagnostics, io)
  if (args.watch && args.update) {
    const conflict = commandReport['option-conflict'](undefined, '--update cannot be used with --watch')
    return showDiagnostics([conflict], io)
  }
  const isElsewhere = settings.engine !== undefined && settings.engine.kind !== 'embedded'
  if (args.watch && isElsewhere) {
    const conflict = commandReport['option-conflict'](undefined, '--engine cannot be used with --watch')
    return showDiagnostics([conflict], io)
  }
  const replaysHere = args.watch || isElsewhere || processesFor(1, settings.jobs) === 0
  if (replaysHere) ahead?.[Symbol.dispose]()
  // Results that are kept are those of the local engine.
  const results = args['no-cache'] || isElsewhere ? undefined : resultCache(io)
  if (args.watch) {
    // The parser stays loaded in the process of the command, and the database open until it ends.
    const jobs: Jobs = { ...settings.jobs, least: 0 }
    return watch(args, { ...settings, jobs, databases: databasesByLogs(), results: resultsInMemory(results) }, io)
  }
  const { exitCode } = await testOnce({ ...settings, results, ahead: replaysHere ? undefined : ahead }, io)
  return exitCode
}

async function watch(args: Args<'test'>, settings: TestSettings, io: Io): Promise<ExitCode> {
  const { value: found, diagnostics } = await findRoot({ folder: args.project, near: args.paths?.[0] })
  if (!found) return showDiagnostics(diagnostics, io)
  const { root = '.' } = found
  const { filter } = settings
  const written = settings.reporters.written.map(({ file }) => resolve(file.path))
  // The report, or a folder that was made for it.
  const isOwn = (path: string) => written.some(file => pathWithin(resolve(root, path), file) !== undefined)
  const { untestedRules } = await import('../test/watch/untested-rules.ts')
  const untested = untestedRules(datetimeFromUnixMilliseconds(io.clock().getTime()), analysisCache(io))
  const runAgain = async (rerun: Rerun) => {
    showChanged(rerun.changed, io)
    const { report, context } = await testOnce({ ...settings, filter: rerun.filter, fresh: rerun.fresh }, io)
    if (context) {
      const changed = rerun.changed.map(path => resolve(root, path))
      const all = !args.paths?.length && rerun.filter === ''
      showDiagnostics(await untested.errors(report, context, { changed, all }), io)
    }
    return report
  }
  const { watchTests } = await import('../test/watch/watch-tests.ts')
  return watchTests({ root, filter, isOwn }, runAgain, io)
}
