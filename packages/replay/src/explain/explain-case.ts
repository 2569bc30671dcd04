import type { Diagnosed } from '@tripline/diagnostics'
import type { Rule, TestCase } from '@tripline/rules'
import { type FailedReplay, type OpenReplay, overReplay } from '../suite/over-replay.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { explainRefusedRun } from './explain-run.ts'
import type { Explanation } from './explanation.ts'
import { traceReplay } from './trace-case.ts'

/**
 * What becomes of the rows in a run of a case, and why it raises nothing: in the run at `at` (ticks), or in the most informative
 * one. If the query refuses a value, the explanation says at which operator, beside the error.
 */
export function explainCase(
  testCase: TestCase,
  rule: Rule,
  environment: ReplayEnvironment,
  at?: bigint,
): Promise<Diagnosed<Explanation>> {
  const explain = async (open: OpenReplay): Promise<Diagnosed<Explanation>> => {
    const { value, diagnostics } = await traceReplay(testCase, open, at)
    return value ? { value: value.explanation, diagnostics } : { diagnostics }
  }
  const explainFailure = async ({ rule: alerting, query, failed, engine }: FailedReplay) => {
    if (at !== undefined && at !== failed.at) return undefined
    const explained = await explainRefusedRun(alerting, query, failed, engine)
    return explained && { ...explained, case: testCase.name.value }
  }
  return overReplay(testCase, rule, environment, explain, explainFailure)
}
