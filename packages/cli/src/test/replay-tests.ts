import { type Diagnosed, isError } from '@tripline/diagnostics'
import { entryKind, type FilePath } from '@tripline/files'
import { type Dataset, openDatabase, openEngine, type QueryCache } from '@tripline/kql/engine'
import { isTestFile, listDetections } from '@tripline/project'
import { type CaseReport, replaySuite, runTests, type TestReport } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { findRules } from '../project/find-rules.ts'
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
  readonly onCase?: (report: CaseReport) => void
}

/** Replays the cases of test files with what the project adds to them. */
export async function replayTests(
  files: readonly FilePath[],
  { root, project, world }: ProjectContext,
  { wanted, timeout, stopwatch, cache, onCase }: ReplaySettings,
): Promise<TestReport> {
  using database = await openDatabase()
  const environment = {
    openEngine: (catalogue: Catalogue, dataset: Dataset) => openEngine(catalogue, dataset, { cache, database }),
    catalogue: world.catalogue,
    functions: world.functions,
    watchlists: project.watchlists,
    externalData: project.externalData,
    root,
    timeout,
    stopwatch,
  }
  const wants = (rulePath: string, name: string) => wanted.test(`${rulePath} ${name}`)
  return await runTests(files, file => replaySuite(file, environment, wants, onCase))
}
