import type { Diagnosed } from '@tripline/diagnostics'
import type { Rule, TestCase } from '@tripline/rules'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import type { Explanation } from './explanation.ts'
import { traceCase } from './trace-case.ts'

/** What becomes of the rows in a run of a case, and why it raises nothing: in the run at `at` (ticks), or in the most informative one. */
export async function explainCase(
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
  at?: bigint,
): Promise<Diagnosed<Explanation>> {
  const { value, diagnostics } = await traceCase(testCase, rule, environment, at)
  return value ? { value: value.explanation, diagnostics } : { diagnostics }
}
