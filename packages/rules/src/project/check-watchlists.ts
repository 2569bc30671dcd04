import { type Diagnostic, nearest } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { profileOf } from '../document/profile.ts'
import type { RuleDraft } from '../document/rule.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { spanInQuery } from '../query/query-span.ts'
import { consistencyReport } from './consistency-report.ts'

/** Tests cannot read a watchlist that the project does not declare. */
export function checkWatchlists(
  rules: readonly RuleDraft[],
  { watchlists }: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  const declared = new Set(watchlists.map(({ alias }) => alias.value))
  return rules.flatMap(rule => {
    if (!('query' in rule) || !rule.query) return []
    const { query } = rule
    return analyses
      .of(query.value, profileOf(rule))
      .watchlists.filter(alias => !declared.has(alias))
      .map(alias => {
        const start = aliasOffset(alias, query.value)
        return consistencyReport['watchlist-unknown'](
          spanInQuery(query, start, start + alias.length),
          alias,
          nearest(alias, declared),
        )
      })
  })
}

/** Where a query first reads a watchlist; its alias may also occur in other text. */
function aliasOffset(alias: string, kql: string): number {
  const call = [...kql.matchAll(/_GetWatchlist\s*\(\s*["']([^"']*)/g)].find(match => match[1] === alias)
  return call ? call.index + call[0].length - alias.length : 0
}
