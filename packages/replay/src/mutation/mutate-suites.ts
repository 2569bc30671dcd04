import type { FilePath } from '@tripline/files'
import { environmentFor } from '@tripline/rules'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { casesOf } from './open-case.ts'
import { replayMutants } from './replay-mutants.ts'
import type { MutantResult, RuleScore } from './rule-score.ts'
import { loadRuleSuites } from './rule-suites.ts'
import { suggestCases } from './suggest-cases.ts'

/** Replays all test files of one rule with each of the rule's mutants, until a case notices it. */
export async function mutateSuites(files: readonly FilePath[], given: ReplayEnvironment): Promise<RuleScore> {
  const { path, rule, cases, diagnostics } = await loadRuleSuites(files, given.root)
  if (!rule) return { rule: path, mutants: [], diagnostics }
  const environment = environmentFor(rule, given)
  const { catalogue, functions, watchlists, externalData } = environment
  const world = {
    catalogue,
    functions,
    watchlists: watchlists.map(({ alias, searchKey }) => ({
      alias: alias.value,
      columns: [searchKey.value, 'SearchKey'],
    })),
    externalData: externalData.map(({ url }) => ({ url: url.value })),
  }
  // With the parser, which other commands of this package do not need.
  const { ruleMutants } = await import('./rule-mutants.ts')
  const mutants = ruleMutants(rule, world)
  const open = await casesOf(rule, environment)
  const { alive, killedBy, diagnostics: unusable } = await replayMutants(cases, rule, mutants, open)
  const suggestions = await suggestCases(rule, [...alive], cases, open)
  const results = mutants.flatMap((mutant): readonly MutantResult[] => {
    const { kind, span, before, after } = mutant
    const killer = killedBy.get(mutant)
    const suggestion = suggestions.get(mutant)
    if (killer === undefined && !alive.has(mutant)) return []
    return [
      {
        kind,
        span,
        before,
        after,
        ...(killer !== undefined && { killedBy: killer }),
        ...(suggestion !== undefined && { suggestion }),
      },
    ]
  })
  return { rule: path, mutants: results, diagnostics: unusable }
}
