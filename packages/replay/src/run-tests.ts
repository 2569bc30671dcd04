import type { Rule, TestFile } from '@tripline/rules'
import { replayCase } from './replay-case.ts'
import type { ReplayEnvironment } from './replay-environment.ts'
import { type CaseReport, type TestReport, testReport } from './test-report.ts'

/** A test file with the rule that it is about. */
export interface Suite {
  readonly tests: TestFile
  readonly rule: Rule
}

/** Replays every case of every suite, one after the other, and only then reports. `onCase` hears of each as it ends. */
export async function runTests(
  suites: readonly Suite[],
  environment: ReplayEnvironment,
  onCase: (report: CaseReport) => void = () => {},
): Promise<TestReport> {
  const reports: CaseReport[] = []
  for (const { tests, rule } of suites) {
    for (const testCase of tests.cases) {
      const report = await replayCase(testCase, rule, environment)
      reports.push(report)
      onCase(report)
    }
  }
  return testReport(reports)
}
