import { type Diagnosed, isError } from '@tripline/diagnostics'
import { applyParameters, type QueryWorld } from '@tripline/kql/compile'
import { analysisOf } from '../analysis-of.ts'
import { spanInQuery } from '../query-span.ts'
import type { AlertingRule, Rule } from '../rule.ts'
import { apiVersionOf } from './api-version.ts'
import { type AlertRuleBody, type CompiledResource, type DeployableRule, hashOf } from './compiled-resource.ts'
import { incidentCreationProperties, nrtProperties, scheduledProperties, templateProperties } from './properties.ts'

/** What a workspace decides about a rule. */
export interface CompileSettings {
  readonly enabled: boolean
  readonly world: QueryWorld
  /** Values for top-level scalar `let`s by name; those that a rule does not have do not concern it. */
  readonly parameters?: Readonly<Record<string, string | number | boolean>>
}

export const isDeployable = (rule: Rule): rule is DeployableRule => rule.kind !== 'Hunting'

/** Compiles a rule to what the REST interface takes. Absent if a parameter does not fit the query. */
export function compileRule(rule: DeployableRule, settings: CompileSettings): Diagnosed<CompiledResource> {
  const { value: body, diagnostics } = bodyOf(rule, settings)
  if (!body) return { diagnostics }
  const { id, name = id } = rule
  const apiVersion = apiVersionOf(body)
  const hash = hashOf({ kind: body.kind, properties: body.properties })
  return { value: { id: id.value, kind: rule.kind, name: name.value, apiVersion, body, hash }, diagnostics }
}

function bodyOf(rule: DeployableRule, settings: CompileSettings): Diagnosed<AlertRuleBody> {
  const { kind } = rule
  const { enabled } = settings
  if (kind === 'Scheduled' || kind === 'NRT') {
    const { value: kql, diagnostics } = queryOf(rule, settings)
    if (kql === undefined) return { diagnostics }
    const properties =
      rule.kind === 'Scheduled' ? scheduledProperties(rule, kql, enabled) : nrtProperties(rule, kql, enabled)
    return { value: { kind, properties }, diagnostics }
  }
  const properties =
    rule.kind === 'MicrosoftSecurityIncidentCreation'
      ? incidentCreationProperties(rule, enabled)
      : templateProperties(rule, enabled)
  return { value: { kind, properties }, diagnostics: [] }
}

/** The rule's KQL with the workspace's values in place of the rule's own. */
export function queryOf({ query }: AlertingRule, { parameters = {}, world }: CompileSettings): Diagnosed<string> {
  if (Object.keys(parameters).length === 0) return { value: query.value, diagnostics: [] }
  const own = new Set(analysisOf(query.value, world).parameters.map(({ name }) => name))
  const fitting = Object.fromEntries(Object.entries(parameters).filter(([name]) => own.has(name)))
  const { kql, diagnostics } = applyParameters(query.value, fitting, world)
  const findings = diagnostics.map(({ severity, message, start, end }) => ({
    id: 'parameter',
    severity,
    category: 'finding' as const,
    message,
    span: spanInQuery(query, start, end),
  }))
  return findings.some(isError) ? { diagnostics: findings } : { value: kql, diagnostics: findings }
}
