import { type Meter, meter } from '@tripline/budgets'
import type { Diagnostic } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { replayReport } from '../replay-report.ts'
import { reportSize } from '../report/alert-json.ts'
import { type CaseReport, type TestReport, testReport } from '../report/test-report.ts'
import { withoutResult } from './case-result.ts'
import type { SuiteReport } from './replay-suite.ts'

/**
 * Reports the cases of a test file, whether they are replayed here, elsewhere or were before; none of those whose names are in
 * `except`.
 */
export type SuiteReplay = (file: FilePath, except?: ReadonlySet<string>) => Promise<SuiteReport>

/** The report of all test files, in their order. How many are replayed side by side is up to `replay`. */
export async function runTests(files: readonly FilePath[], replay: SuiteReplay): Promise<TestReport> {
  const reports: CaseReport[] = []
  const diagnostics: Diagnostic[] = []
  const spending = meter()
  for (const suite of await Promise.all(files.map(file => replay(file)))) {
    diagnostics.push(...suite.diagnostics)
    for (const report of suite.cases) reports.push(withinReport(report, spending))
  }
  return testReport(reports, diagnostics)
}

/** Alerts of a case up to this size are always kept (characters of JSON). */
const alwaysKept = 2 ** 16

/** The report, without alerts if those of all cases are too large. */
function withinReport(report: CaseReport, spending: Meter): CaseReport {
  const size = reportSize(report.alerts)
  if (size < alwaysKept || !spending.spend('test-report', size)) return report
  return withoutResult(report, [replayReport['case-too-large'](report.span, 'test-report')])
}
