import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryAnalysis, TextSpan } from '@tripline/kql/analysis'
import type { Project } from '@tripline/project'
import { isAnalytics, type RuleDraft } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { spanInQuery } from '../query/query-span.ts'
import { consistencyReport } from './consistency-report.ts'

/** Analytics rules cannot read Basic and Auxiliary tables, even if queries can. */
export function checkTablePlans(
  rules: readonly RuleDraft[],
  { retention }: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  const plans = new Map(retention.tables.map(({ table, plan }) => [table.value, plan?.value ?? 'Analytics']))
  return rules.flatMap(rule => {
    if (!isAnalytics(rule) || !rule.query) return []
    const { query } = rule
    const analysis = analyses.of(query.value, 'workspace')
    return analysis.tables.flatMap(table => {
      const plan = plans.get(table) ?? 'Analytics'
      if (plan === 'Analytics') return []
      const { start, end } = readingOf(table, analysis, query.value)
      return [consistencyReport['table-plan'](spanInQuery(query, start, end), table, plan)]
    })
  })
}

/** Where a query reads a table first. */
function readingOf(table: string, { facts }: QueryAnalysis, kql: string): TextSpan {
  const read = facts.reads.find(({ table: name }) => name === table)
  if (read) return read
  const start = Math.max(0, kql.indexOf(table))
  return { start, end: start + table.length }
}
