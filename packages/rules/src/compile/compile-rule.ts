import { type Diagnosed, type Diagnostic, isError, type Span } from '@tripline/diagnostics'
import { applyParameters, type ParameterValues, type QueryDiagnostic, withdrawParameters } from '@tripline/kql/analysis'
import { profileOf } from '../document/profile.ts'
import type { QueryRule, Rule } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { spanInQuery } from '../query/query-span.ts'
import { apiVersionOf } from './api-version.ts'
import { type CompiledRule, type DeployableRule, hashOf } from './compiled-resource.ts'
import { incidentCreationProperties, nrtProperties, scheduledProperties, templateProperties } from './properties.ts'

/** What a workspace decides about a rule. */
export interface CompileSettings {
  readonly enabled: boolean
  readonly analyses: QueryAnalyses
  /** Values for the query's top-level scalar `let`s, by name. */
  readonly parameters?: ParameterValues
}

export const isDeployable = (rule: Rule): rule is DeployableRule =>
  rule.kind !== 'Hunting' && rule.kind !== 'CustomDetection'

/** Compiles a rule to what the REST interface takes. Absent if a parameter does not fit the query. */
export function compileRule(rule: DeployableRule, settings: CompileSettings): Diagnosed<CompiledRule> {
  const { value, diagnostics } = bodyOf(rule, settings)
  if (!value) return { diagnostics }
  const { body, reads } = value
  const { id, name = id } = rule
  const apiVersion = apiVersionOf(body)
  const hash = hashOf({ kind: body.kind, properties: body.properties })
  return {
    value: { type: 'alertRule', id: id.value, kind: rule.kind, name: name.value, apiVersion, body, hash, reads },
    diagnostics,
  }
}

function bodyOf(rule: DeployableRule, settings: CompileSettings): Diagnosed<Pick<CompiledRule, 'body' | 'reads'>> {
  const { kind } = rule
  const { enabled, analyses } = settings
  if (kind === 'Scheduled' || kind === 'NRT') {
    const { value: kql, diagnostics } = queryOf(rule, settings)
    if (kql === undefined) return { diagnostics }
    const properties =
      rule.kind === 'Scheduled' ? scheduledProperties(rule, kql, enabled) : nrtProperties(rule, kql, enabled)
    return { value: { body: { kind, properties }, reads: analyses.of(kql, profileOf(rule)).tables }, diagnostics }
  }
  const properties =
    rule.kind === 'MicrosoftSecurityIncidentCreation'
      ? incidentCreationProperties(rule, enabled)
      : templateProperties(rule, enabled)
  return { value: { body: { kind, properties }, reads: [] }, diagnostics: [] }
}

/** The rule's KQL with the workspace's values in place of the rule's own. */
export function queryOf(rule: QueryRule, { parameters = {}, analyses }: CompileSettings): Diagnosed<string> {
  const { query } = rule
  if (Object.keys(parameters).length === 0) return { value: query.value, diagnostics: [] }
  const { kql, diagnostics } = applyParameters(
    query.value,
    parameters,
    analyses.of(query.value, profileOf(rule)).parameters,
  )
  const findings = diagnostics.map(found => parameterFinding(found, spanInQuery(query, found.start, found.end)))
  return findings.some(isError) ? { diagnostics: findings } : { value: kql, diagnostics: findings }
}

/** The reverse: a deployed query that has been edited, with the rule's own values; undefined if it was edited where they are. */
export const withdrawnQuery = (
  rule: QueryRule,
  edited: string,
  { parameters = {}, analyses }: Pick<CompileSettings, 'parameters' | 'analyses'>,
): string | undefined => {
  const { value } = rule.query
  return withdrawParameters(value, parameters, analyses.of(value, profileOf(rule)).parameters, edited)
}

/** Why a value cannot replace a `let`, at the span of the value or of the query. */
export function parameterFinding({ code, severity, message, fix }: QueryDiagnostic, span: Span): Diagnostic {
  return { id: code, severity, category: 'finding', message, span, ...(fix !== undefined && { fix }) }
}
