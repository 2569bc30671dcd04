import { type Diagnosed, isError } from '@tripline/diagnostics'
import { entryKind, type FilePath } from '@tripline/files'
import type { KeptFolder } from '@tripline/kql/analysis'
import { type Database, type Dataset, openDatabase, openEngine, type QueryCache } from '@tripline/kql/engine'
import { isTestFile, listDetections } from '@tripline/project'
import { type CaseReport, replaySuite, runTests, type SuiteReplay, type TestReport } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { findRules } from '../project/find-rules.ts'
import { keepResults } from './kept/keep-results.ts'
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
  readonly cache?: QueryCache | undefined
  /** Results of earlier runs; without them, every case is replayed. */
  readonly results?: KeptFolder | undefined
  readonly onCase?: (report: CaseReport) => void
}

/** Replays the cases of test files with what the project adds to them. */
export async function replayTests(
  files: readonly FilePath[],
  { root, project, world }: ProjectContext,
  { wanted, timeout, stopwatch, cache, results, onCase }: ReplaySettings,
): Promise<TestReport> {
  await using database = databaseOnDemand()
  const environment = {
    openEngine: async (catalogue: Catalogue, dataset: Dataset) =>
      openEngine(catalogue, dataset, { cache, database: await database.opened() }),
    catalogue: world.catalogue,
    functions: world.functions,
    watchlists: project.watchlists,
    externalData: project.externalData,
    root,
    timeout,
    stopwatch,
  }
  const wants = (rulePath: string, name: string) => wanted.test(`${rulePath} ${name}`)
  const replay: SuiteReplay = (file, except = new Set()) =>
    replaySuite(file, environment, (rulePath, name) => !except.has(name) && wants(rulePath, name), onCase)
  if (!results) return await runTests(files, replay)
  const keeping = keepResults(replay, environment, wants, results)
  const report = await runTests(files, keeping.replay)
  keeping.keep()
  return report
}

/** One database for all cases, opened for the first that is replayed. */
function databaseOnDemand() {
  let opening: Promise<Database> | undefined
  return {
    opened(): Promise<Database> {
      opening ??= openDatabase()
      return opening
    },
    async [Symbol.asyncDispose]() {
      await opening?.then(
        database => database[Symbol.dispose](),
        // Each case has reported it.
        () => {},
      )
    },
  }
}
