import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import { type AlertingRule, queryOf } from '@tripline/rules'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { type RuleRun, runRule } from './run-rule.ts'
import { scheduledRunAt } from './scheduled-run.ts'

/**
 * One run of a rule, as if scheduled at `at` (ticks), over given data, with a workspace's values for its parameters.
 * Suppression is not applied, because earlier runs are unknown.
 */
export async function runRuleAt(
  rule: AlertingRule,
  dataset: Dataset,
  at: bigint,
  parameters: Readonly<Record<string, string | number | boolean>>,
  { openEngine, catalogue, timeout }: Pick<ReplayEnvironment, 'openEngine' | 'catalogue' | 'timeout'>,
): Promise<Diagnosed<RuleRun>> {
  const { functions = [], watchlists = [], externalData = [] } = dataset
  const { queryAnalyses } = await import('@tripline/rules/analyses')
  const query = queryOf(rule, {
    enabled: true,
    parameters,
    analyses: queryAnalyses({ catalogue, functions, watchlists, externalData }),
  })
  if (query.value === undefined) return { diagnostics: query.diagnostics }
  await using engine = await openEngine(catalogue, dataset)
  const run = await runRule(rule, { kql: query.value, timeout }, scheduledRunAt(rule, at), engine)
  const diagnostics = [...query.diagnostics, ...run.diagnostics]
  return run.value && !diagnostics.some(isError) ? { value: run.value, diagnostics } : { diagnostics }
}
