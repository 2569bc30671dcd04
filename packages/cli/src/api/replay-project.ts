import { diagnosticRow, isError } from '@tripline/diagnostics'
import { reportJson } from '@tripline/replay'
import { readFilter } from '../command-line/option-values.ts'
import { openProject } from '../project/command-context.ts'
import { replayTests, testFiles } from '../test/replay-tests.ts'
import type { TestOptions, TestReport } from './test-report.ts'

/** What `runTests` does, apart from it because the database is loaded with this. */
export async function replayProject(
  root: string,
  { paths = [], filter = '', timeout = 30_000 }: TestOptions,
): Promise<TestReport> {
  const wanted = readFilter(filter)
  const { value: context, diagnostics } = await openProject({ folder: root })
  const files = context ? await testFiles(paths, context) : { diagnostics: [] }
  const messages = [...wanted.diagnostics, ...diagnostics, ...files.diagnostics]
  if (!context || !files.value || !wanted.value || messages.some(isError)) {
    return { cases: [], passed: 0, failed: 0, errors: 0, diagnostics: messages.map(diagnosticRow) }
  }
  const stopwatch = () => performance.now()
  const report = reportJson(await replayTests(files.value, context, { wanted: wanted.value, timeout, stopwatch }))
  return { ...report, diagnostics: [...messages.map(diagnosticRow), ...report.diagnostics] }
}
