import { budgets } from '@tripline/budgets'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import type { CaseReport } from '../report/test-report.ts'
import { loadSuite, type Suite } from './load-suite.ts'
import { caseNotRun, replayCase } from './replay-case.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** The reports of a test file's cases, and what is wrong with the file itself. */
export interface SuiteReport {
  readonly cases: readonly CaseReport[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether a case is to be replayed. */
export type Wants = (rulePath: string, name: string) => boolean

/**
 * Replays the cases of a test file that `wants` selects, one after the other. The cases of a rule that cannot be read are
 * errors. `onCase` is called as each case ends.
 */
export async function replaySuite(
  file: FilePath,
  environment: ReplayEnvironment,
  wants: Wants = () => true,
  onCase: (report: CaseReport) => void = () => {},
): Promise<SuiteReport> {
  const deadline = environment.stopwatch() + budgets['file-time'].limit * environment.timeout
  const { value: suite, diagnostics } = await loadSuite(file, environment.root)
  const cases: CaseReport[] = []
  for (const testCase of suite?.tests.cases ?? []) {
    if (!wants(suite!.rulePath, testCase.name.value)) continue
    const late = environment.stopwatch() > deadline
    const report = late
      ? caseNotRun(testCase, suite!.rulePath, [replayReport['case-too-large'](testCase.name.span, 'file-time')])
      : await reportOf(suite!, testCase, environment)
    cases.push(report)
    onCase(report)
  }
  return { cases, diagnostics }
}

/** An internal error in one case must not affect the others. */
const contained = (testCase: TestCase, rulePath: string, report: Promise<CaseReport>): Promise<CaseReport> =>
  report.catch(error => caseNotRun(testCase, rulePath, [replayReport['case-fault'](testCase.name.span, String(error))]))

async function reportOf({ rule, rulePath }: Suite, testCase: TestCase, environment: ReplayEnvironment) {
  if (rule.value) return contained(testCase, rulePath, replayCase(testCase, rule.value, environment))
  return caseNotRun(testCase, rulePath, rule.diagnostics.filter(isError))
}
