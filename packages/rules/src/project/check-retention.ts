import type { Diagnostic } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { ticksPerDay } from '@tripline/schemas'
import type { RuleDraft } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { consistencyReport } from './consistency-report.ts'

/** Rows past a table's interactive retention are out of the reach of rules. */
export function checkRetention(
  rules: readonly RuleDraft[],
  { retention }: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  const periods = new Map(retention.tables.map(table => [table.table.value, table.interactive]))
  return rules.flatMap(rule => {
    if (rule.kind !== 'Scheduled' || !rule.queryPeriod || !rule.query) return []
    const { value, span } = rule.queryPeriod
    return analyses.of(rule.query.value, 'workspace').tables.flatMap(table => {
      const days = (periods.get(table) ?? retention.default.interactive ?? retention.workspace)?.value
      if (days === undefined || value.ticks <= BigInt(days) * ticksPerDay) return []
      return [consistencyReport['retention-below-period'](span, value.text, table, days)]
    })
  })
}
