import { budgets } from '@tripline/budgets'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { TestCase } from '@tripline/rules'
import { replayReport } from '../replay-report.ts'
import type { CaseIdentity, CaseReport } from '../report/test-report.ts'
import { caseNotRun } from './case-result.ts'
import { loadSuite, type Suite } from './load-suite.ts'
import { replayCase } from './replay-case.ts'
import type { ReplayEnvironment } from './replay-environment.ts'

/** The reports of a test file's cases, and what is wrong with the file itself. */
export interface SuiteReport {
  readonly cases: readonly CaseReport[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Whether a case is to be replayed. */
export type Wants = (rulePath: string, name: string) => boolean

/** Learns of each case as it starts and as it ends. */
export interface SuiteObserver {
  readonly started: (identity: CaseIdentity) => void
  readonly ended: (report: CaseReport) => void
}

/** Replays the cases of a test file that `wants` selects, one after the other. The cases of a rule that cannot be read are errors. */
export async function replaySuite(
  file: FilePath,
  environment: ReplayEnvironment,
  wants: Wants = () => true,
  observer?: SuiteObserver,
): Promise<SuiteReport> {
  const deadline = environment.stopwatch() + budgets['file-time'].limit * environment.timeout
  const { value: suite, diagnostics } = await loadSuite(file, environment.root)
  const cases: CaseReport[] = []
  for (const testCase of suite?.tests.cases ?? []) {
    const identity = { rule: suite!.rulePath, case: testCase.name.value, span: testCase.name.span }
    if (!wants(identity.rule, identity.case)) continue
    observer?.started(identity)
    const late = environment.stopwatch() > deadline
    const report = late
      ? caseNotRun(identity, [replayReport['case-too-large'](identity.span, 'file-time')])
      : await reportOf(identity, suite!, testCase, environment)
    cases.push(report)
    observer?.ended(report)
  }
  return { cases, diagnostics }
}

async function reportOf(identity: CaseIdentity, { rule }: Suite, testCase: TestCase, environment: ReplayEnvironment) {
  if (!rule.value) return caseNotRun(identity, rule.diagnostics.filter(isError))
  // An internal error in one case must not affect the others.
  return replayCase(testCase, rule.value, environment).catch(error =>
    caseNotRun(identity, [replayReport['case-fault'](identity.span, String(error))]),
  )
}
