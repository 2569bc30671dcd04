import { type Diagnosed, isError } from '@tripline/diagnostics'
import { type FilePath, named } from '@tripline/files'
import { type Dataset, openEngine, type QueryCache } from '@tripline/kql/engine'
import { listDetections } from '@tripline/project'
import { type CaseReport, runTests, type TestReport } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { commandReport } from '../command-line/command-report.ts'
import type { ProjectContext } from '../project/command-context.ts'

/** The test files of `paths`; without paths, those of the project. */
export async function testFiles(
  paths: readonly string[],
  { project }: ProjectContext,
): Promise<Diagnosed<readonly FilePath[]>> {
  const { value: files, diagnostics } = await listDetections(paths.length > 0 ? paths.map(named) : project.detections)
  if (diagnostics.some(isError)) return { diagnostics }
  const where = paths.length > 0 ? paths.join(', ') : project.file.path
  return files && files.tests.length > 0
    ? { value: files.tests, diagnostics }
    : { diagnostics: [commandReport['nothing-found'](undefined, 'test files', where)] }
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
export function replayTests(
  files: readonly FilePath[],
  { root, project, world }: ProjectContext,
  { wanted, timeout, stopwatch, cache, onCase }: ReplaySettings,
): Promise<TestReport> {
  const environment = {
    openEngine: (catalogue: Catalogue, dataset: Dataset) => openEngine(catalogue, dataset, { cache }),
    catalogue: world.catalogue,
    functions: world.functions,
    watchlists: project.watchlists,
    externalData: project.externalData,
    root,
    timeout,
    stopwatch,
  }
  return runTests(files, environment, onCase, (rulePath, name) => wanted.test(`${rulePath} ${name}`))
}
