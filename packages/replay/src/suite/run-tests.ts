import { budgets, type Meter, meter } from '@tripline/budgets'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import { reportSize } from '../report/alert-json.ts'
import { type CaseReport, type TestReport, testReport } from '../report/test-report.ts'
import { loadSuite, type Suite } from './load-suite.ts'
import { caseNotRun, replayCase } from './replay-case.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/**
 * Replays every case of the test files, one after the other. The cases of a rule that cannot be read are errors; problems of
 * a test file itself are in the report's diagnostics. `onCase` is called as each case ends; cases that `wants` rejects are
 * skipped.
 */
export async function runTests(
  files: readonly FilePath[],
  environment: ReplayEnvironment,
  onCase: (report: CaseReport) => void = () => {},
  wants: (rulePath: string, name: string) => boolean = () => true,
): Promise<TestReport> {
  const reports: CaseReport[] = []
  const diagnostics: Diagnostic[] = []
  const spending = meter()
  for (const file of files) {
    const deadline = environment.stopwatch() + budgets['file-time'].limit * environment.timeout
    const suite = await loadSuite(file, environment.root)
    diagnostics.push(...suite.diagnostics)
    for (const testCase of suite.value?.tests.cases ?? []) {
      if (!wants(suite.value!.rulePath, testCase.name.value)) continue
      const late = environment.stopwatch() > deadline
      const report = late
        ? caseNotRun(testCase, suite.value!.rulePath, [replayReport['case-too-large'](testCase.name.span, 'file-time')])
        : withinReport(await reportOf(suite.value!, testCase, environment), testCase, spending)
      reports.push(report)
      onCase(report)
    }
  }
  return testReport(reports, diagnostics)
}

/** Alerts of a case up to this size are always kept (characters of JSON). */
const alwaysKept = 2 ** 16

/** The report, without alerts if those of all cases are too large. */
function withinReport(report: CaseReport, testCase: TestCase, spending: Meter): CaseReport {
  const size = reportSize(report.alerts)
  if (size < alwaysKept || !spending.spend('test-report', size)) return report
  return caseNotRun(testCase, report.rule, [replayReport['case-too-large'](report.span, 'test-report')])
}

/** An internal error in one case must not affect the others. */
const contained = (testCase: TestCase, rulePath: string, report: Promise<CaseReport>): Promise<CaseReport> =>
  report.catch(error => caseNotRun(testCase, rulePath, [replayReport['case-fault'](testCase.name.span, String(error))]))

async function reportOf({ rule, rulePath }: Suite, testCase: TestCase, environment: ReplayEnvironment) {
  if (rule.value) return contained(testCase, rulePath, replayCase(testCase, rule.value, environment))
  return caseNotRun(testCase, rulePath, rule.diagnostics.filter(isError))
}
