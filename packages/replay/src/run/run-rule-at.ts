import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import { type AlertingRule, environmentFor } from '@tripline/rules'
import { alertOrigins } from '../explain/alert-origins.ts'
import { explainRun } from '../explain/explain-run.ts'
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

/**
 * One run of a rule, as if scheduled at `at` (ticks), over given data, with a workspace's values for its parameters.
 * Suppression is not applied, because earlier runs are unknown. `explains`: whether such a run is explained.
 */
export async function runRuleAt(
  rule: AlertingRule,
  dataset: Dataset,
  at: bigint,
  parameters: RuleParameters,
  { openEngine, catalogue: given, timeout }: Surroundings,
  explains: (run: RuleRun) => boolean = () => false,
): Promise<Diagnosed<RuleRunAt>> {
  const { catalogue } = environmentFor(rule, { catalogue: given })
  const query = await queryWith(parameters, rule, dataset, catalogue)
  if (query.value === undefined) return { diagnostics: query.diagnostics }
  const timed = { kql: query.value, timeout }
  const scheduled = scheduledRunAt(rule, at)
  await using engine = await openEngine(catalogue, dataset)
  const { value: run, diagnostics: found } = await runRule(rule, timed, scheduled, engine)
  const diagnostics = [...query.diagnostics, ...found]
  if (!run || diagnostics.some(isError)) return { diagnostics }
  if (!explains(run)) return { value: run, diagnostics }
  const explained = await explainRun(rule, timed, scheduled, engine)
  const origins = run.alerts.length > 0 ? await alertOrigins(rule, timed, scheduled, dataset, engine) : {}
  const explanation = { rule: rule.file.path, at, alerts: run.alerts.length, ...explained, ...origins }
  return { value: { ...run, explanation }, diagnostics }
}
