import { meter } from '@tripline/budgets'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { Dataset, Engine } from '@tripline/kql/engine'
import type { AlertingRule, TestCase } from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'
import { compare } from '../compare/compare.ts'
import { compareMissed } from '../compare/compare-missed.ts'
import { compareReach } from '../compare/compare-reach.ts'
import { replayReport } from '../replay-report.ts'
import { type Replay, replayRule } from '../run/replay-rule.ts'
import { countRuns } from '../run/scheduled-run.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf } from '../suite/case-schedule.ts'
import { tablesNamed } from '../suite/replay-case.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import type { Mutant } from './rule-mutants.ts'

/** What is replayed: a rule and its query. */
export type Subject = Pick<Mutant, 'rule' | 'kql'>

/** Mutants that no case has noticed, and those that one has, with its name. Any other is none: it does the same as the rule, or nothing. */
export interface Fates<M extends Subject> {
  readonly alive: Set<M>
  readonly killedBy: Map<M, string>
}

/** Replays cases with each mutant until one notices it. `diagnostics`: why some cases cannot be used. */
export async function replayMutants<M extends Subject>(
  cases: readonly TestCase[],
  rule: AlertingRule,
  mutants: readonly M[],
  environment: ReplayEnvironment,
): Promise<Fates<M> & { readonly diagnostics: readonly Diagnostic[] }> {
  const fates = { alive: new Set(mutants), killedBy: new Map<M, string>() }
  const diagnostics: Diagnostic[] = []
  const { catalogue, functions } = environment
  const named = await tablesNamed(rule.query.value, catalogue, { tables: [], functions })
  // What short schedules notice need not be replayed over long ones.
  const runs = (testCase: TestCase) => countRuns(rule, testCase.schedule)
  for (const testCase of cases.toSorted((a, b) => runs(a) - runs(b))) {
    if (fates.alive.size > 0) diagnostics.push(...(await replayCaseOf(testCase, rule, named, fates, environment)))
  }
  return { ...fates, diagnostics }
}

/** Replays one case with each mutant that is left, on one engine; returns why the case cannot be used. */
async function replayCaseOf<M extends Subject>(
  testCase: TestCase,
  rule: AlertingRule,
  named: readonly string[],
  { alive, killedBy }: Fates<M>,
  environment: ReplayEnvironment,
): Promise<readonly Diagnostic[]> {
  const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
  if (!data.value || data.diagnostics.some(isError)) return data.diagnostics
  const dataset = withTables(data.value, named, environment.catalogue)
  await using engine = await environment.openEngine(environment.catalogue, dataset)
  const original = { rule, kql: rule.query.value }
  const passes = (subject: Subject) => casePasses(testCase, subject, dataset, engine, environment)
  if (!(await passes(original))) {
    return [replayReport['case-not-passing'](testCase.name.span, testCase.name.value)]
  }
  const by = rule.kind === 'NRT' ? 'ingestion' : 'TimeGenerated'
  for (const mutant of alive) {
    if (mutant.kql !== original.kql) {
      const isSame = await engine.isSame(original.kql, mutant.kql, by)
      if (isSame === undefined) alive.delete(mutant)
      if (isSame !== false) continue
    }
    if (await passes(mutant)) continue
    alive.delete(mutant)
    killedBy.set(mutant, testCase.name.value)
  }
  return []
}

/** The dataset with empty tables where it has none, in the same order for all cases, so that each mutant is compiled once. */
function withTables(dataset: Dataset, named: readonly string[], catalogue: Catalogue): Dataset {
  const given = new Set([...dataset.tables, ...(dataset.logs ?? [])].map(({ table }) => table.name))
  const missing = named.flatMap(name => (given.has(name) ? [] : (catalogue.get(name) ?? [])))
  const tables = [...dataset.tables, ...missing.map(table => ({ table, rows: [] }))]
  return { ...dataset, tables: tables.sort((a, b) => (a.table.name < b.table.name ? -1 : 1)) }
}

async function casePasses(
  testCase: TestCase,
  { rule, kql }: Subject,
  dataset: Dataset,
  engine: Engine,
  environment: ReplayEnvironment,
): Promise<boolean> {
  const { expect } = testCase
  const replay = await replayed(testCase, { rule, kql }, engine, environment)
  if (!replay || compare(expect, replay).length > 0) return false
  const query = { kql, timeout: environment.timeout }
  const subject = { rule, query, expect, replay, dataset, engine, tablesNamed: async () => [] }
  if ((await compareMissed(subject)).length > 0) return false
  return !expect.reaches || (await compareReach(subject)).value?.length === 0
}

/** What a rule and a query make of a case on an engine with its data; undefined if the query fails. */
export async function replayed(
  { schedule, name }: TestCase,
  { rule, kql }: Subject,
  engine: Engine,
  { timeout, stopwatch }: ReplayEnvironment,
): Promise<Replay | undefined> {
  const allowance = { spending: meter(), stopwatch, span: name.span }
  return (await replayRule(rule, { kql, timeout }, schedule, engine, allowance)).value
}
