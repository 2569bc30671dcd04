import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryWorld } from '@tripline/kql/compile'
import type { Project } from '@tripline/project'
import { analysisOf } from '../analysis-of.ts'
import { spanInQuery } from '../query-span.ts'
import type { RuleDraft } from '../rule.ts'
import { projectReport } from './project-report.ts'

/** A watchlist that the project does not declare is neither uploaded nor there when tests run. */
export function checkWatchlists(
  rules: readonly RuleDraft[],
  { watchlists }: Project,
  world: QueryWorld,
): readonly Diagnostic[] {
  const declared = new Set(watchlists.map(({ alias }) => alias.value))
  return rules.flatMap(rule => {
    if (!('query' in rule) || !rule.query) return []
    const { query } = rule
    return analysisOf(query.value, world)
      .watchlists.filter(alias => !declared.has(alias))
      .map(alias => {
        const start = Math.max(0, query.value.indexOf(alias))
        return projectReport['watchlist-unknown'](spanInQuery(query, start, start + alias.length), alias)
      })
  })
}
