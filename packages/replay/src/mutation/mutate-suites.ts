import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { QueryWorld } from '@tripline/kql/compile'
import type { AlertingRule } from '@tripline/rules'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf } from '../suite/case-schedule.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import { replayed, replayMutants } from './replay-mutants.ts'
import type { Mutant } from './rule-mutants.ts'
import { loadRuleSuites } from './rule-suites.ts'
import { type AlertsOf, suggestCases } from './suggest-cases.ts'

/** What became of a mutant: the case that noticed it, if any did. */
export interface MutantResult extends Omit<Mutant, 'rule' | 'kql'> {
  readonly killedBy?: string
  /** A case that would notice it, in YAML, where one was found. */
  readonly suggestion?: string
}

/** How many of a rule's mutants its tests notice. */
export interface RuleScore {
  readonly rule: string
  /** Without those that compile to the same plan as the rule, and those that do not compile. */
  readonly mutants: readonly MutantResult[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Replays all test files of one rule with each of the rule's mutants, until a case notices it. */
export async function mutateSuites(files: readonly FilePath[], environment: ReplayEnvironment): Promise<RuleScore> {
  const { path, rule, cases, diagnostics } = await loadRuleSuites(files, environment.root)
  if (!rule) return { rule: path, mutants: [], diagnostics }
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
  const { alive, killedBy, diagnostics: unusable } = await replayMutants(cases, rule, mutants, environment)
  for (const mutant of alive) if (await isEqual(rule, mutant, world)) alive.delete(mutant)
  const suggestions = await suggestCases(rule, [...alive], cases, alertsIn(rule, environment))
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

/** Replays a case on one engine with several rules and queries. */
const alertsIn =
  (rule: AlertingRule, environment: ReplayEnvironment): AlertsOf =>
  async (testCase, subjects) => {
    const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
    if (!data.value || data.diagnostics.some(isError)) return []
    await using engine = await environment.openEngine(environment.catalogue, data.value)
    const alerts = []
    for (const subject of subjects) alerts.push((await replayed(testCase, subject, engine, environment))?.alerts)
    return alerts
  }

/** Whether a mutant has the plan of the rule's own query, so that no row can tell them apart. */
async function isEqual(rule: AlertingRule, mutant: Mutant, world: QueryWorld): Promise<boolean> {
  if (mutant.kql === rule.query.value) return false
  const { explainQuery } = await import('@tripline/kql/compile')
  const [own, other] = await Promise.all([rule.query.value, mutant.kql].map(kql => explainQuery(kql, world)))
  const plan = own!.explanation?.partial ? undefined : own!.explanation?.plan
  return plan !== undefined && plan === other!.explanation?.plan
}
