import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import { type AlertingRule, environmentFor } from '@tripline/rules'
import { alertOrigins } from '../explain/alert-origins.ts'
import { explainRefusedRun, explainRun } from '../explain/explain-run.ts'
import type { Explanation } from '../explain/explanation.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { queryWith, type RuleParameters } from './query-with.ts'
import { type RuleRun, runRule } from './run-rule.ts'
import { scheduledRunAt } from './scheduled-run.ts'

type Surroundings = Pick<ReplayEnvironment, 'openEngine' | 'catalogue' | 'timeout'>

/** A run and, if it was asked for, what became of the rows in it. */
export interface RuleRunAt extends RuleRun {
  readonly explanation?: Explanation
}

/** A run; or, if its query refuses a value and that is to be explained, at which operator. */
export interface RunOutcome extends Diagnosed<RuleRunAt> {
  readonly refusal?: Explanation
}

/**
 * One run of a rule, as if scheduled at `at` (ticks), over given data, with a workspace's values for its parameters.
 * Suppression is not applied, because earlier runs are unknown. `explains`: whether such a run is explained, undefined
 * if the query failed.
 */
export async function runRuleAt(
  rule: AlertingRule,
  dataset: Dataset,
  at: bigint,
  parameters: RuleParameters,
  { openEngine, catalogue: given, timeout }: Surroundings,
  explains: (run: RuleRun | undefined) => boolean = () => false,
): Promise<RunOutcome> {
  const { catalogue } = environmentFor(rule, { catalogue: given })
  const query = await queryWith(parameters, rule, dataset, catalogue)
  if (query.value === undefined) return { diagnostics: query.diagnostics }
  const timed = { kql: query.value, timeout }
  const scheduled = scheduledRunAt(rule, at)
  await using engine = await openEngine(catalogue, dataset)
  const ran = await runRule(rule, timed, scheduled, engine)
  const diagnostics = [...query.diagnostics, ...ran.diagnostics]
  const run = diagnostics.some(isError) ? undefined : ran.value
  if (!explains(run)) return run ? { value: run, diagnostics } : { diagnostics }
  if (!run) {
    const refusal = await explainRefusedRun(rule, timed, scheduled, engine)
    return refusal ? { refusal, diagnostics } : { diagnostics }
  }
  const explained = await explainRun(rule, timed, scheduled, engine)
  const origins = run.alerts.length > 0 ? await alertOrigins(rule, timed, scheduled, dataset, engine) : {}
  const explanation = { rule: rule.file.path, at, alerts: run.alerts.length, ...explained, ...origins }
  return { value: { ...run, explanation }, diagnostics }
}
