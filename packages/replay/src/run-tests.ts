import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { TestCase } from '@tripline/rules'
import { loadSuite, type Suite } from './load-suite.ts'
import { caseNotRun, replayCase } from './replay-case.ts'
import type { ReplayEnvironment } from './replay-environment.ts'
import { type CaseReport, type TestReport, testReport } from './test-report.ts'

/**
 * Replays every case of the test files, one after the other, and only then reports. The cases of a rule that cannot be read are
 * errors; what is wrong with a test file itself is among the report's diagnostics. `onCase` hears of each case as it ends;
 * cases that `wants` turns down are left out.
 */
export async function runTests(
  files: readonly FilePath[],
  environment: ReplayEnvironment,
  onCase: (report: CaseReport) => void = () => {},
  wants: (rulePath: string, name: string) => boolean = () => true,
): Promise<TestReport> {
  const reports: CaseReport[] = []
  const diagnostics: Diagnostic[] = []
  for (const file of files) {
    const suite = await loadSuite(file, environment.root)
    diagnostics.push(...suite.diagnostics)
    for (const testCase of suite.value?.tests.cases ?? []) {
      if (!wants(suite.value!.rulePath, testCase.name.value)) continue
      const report = await reportOf(suite.value!, testCase, environment)
      reports.push(report)
      onCase(report)
    }
  }
  return testReport(reports, diagnostics)
}

async function reportOf({ rule, rulePath }: Suite, testCase: TestCase, environment: ReplayEnvironment) {
  if (rule.value) return replayCase(testCase, rule.value, environment)
  return caseNotRun(testCase, rulePath, rule.diagnostics.filter(isError))
}
