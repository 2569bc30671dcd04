import type { Diagnosed } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import { type AlertingRule, queryOf } from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'

/** Values of a workspace for the parameters of rules, by name. */
export type RuleParameters = Readonly<Record<string, string | number | boolean>>

/** The query of a rule with values for its parameters. */
export async function queryWith(
  parameters: RuleParameters,
  rule: AlertingRule,
  { functions = [], watchlists = [], externalData = [] }: Dataset,
  catalogue: Catalogue,
): Promise<Diagnosed<string>> {
  const { queryAnalyses } = await import('@tripline/rules/analyses')
  const analyses = queryAnalyses({ catalogue, functions, watchlists, externalData })
  return queryOf(rule, { enabled: true, parameters, analyses })
}
