import { meter } from '@tripline/budgets'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Dataset } from '@tripline/kql/engine'
import type { AlertingRule, TestCase } from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'
import { compare } from '../compare/compare.ts'
import { compareDuplicates } from '../compare/compare-duplicates.ts'
import { compareMissed } from '../compare/compare-missed.ts'
import { compareReach } from '../compare/compare-reach.ts'
import { type Replay, replayRule } from '../run/replay-rule.ts'
import { loadCaseData } from '../suite/case-data.ts'
import { ingestionDelayOf } from '../suite/case-schedule.ts'
import { tablesRead } from '../suite/replay-case.ts'
import type { ReplayEnvironment } from '../suite/replay-environment.ts'
import type { Mutant } from './rule-mutants.ts'

/** What is replayed: a rule and its query. */
export type Subject = Pick<Mutant, 'rule' | 'kql'>

/** A case with its data loaded, to be replayed with a rule and its mutants. */
export interface OpenCase extends AsyncDisposable {
  readonly testCase: TestCase
  /** Undefined if the query fails. */
  replay(subject: Subject): Promise<Replay | undefined>
  passes(subject: Subject): Promise<boolean>
  /** Whether a query does the same as the rule's own on this data; undefined if it cannot be compiled. */
  isSame(kql: string): Promise<boolean | undefined>
}

export type OpenCases = (testCase: TestCase) => Promise<Diagnosed<OpenCase>>

/** Opens cases of a rule. Their tables are the same, so that each mutant is compiled once. */
export async function casesOf(rule: AlertingRule, environment: ReplayEnvironment): Promise<OpenCases> {
  const { catalogue, functions, timeout, stopwatch } = environment
  const named = await tablesRead(rule.query.value, catalogue, { tables: [], functions })
  const by = rule.kind === 'Scheduled' ? 'TimeGenerated' : 'ingestion'
  return async testCase => {
    const data = await loadCaseData(testCase, ingestionDelayOf(testCase, rule), environment)
    if (!data.value || data.diagnostics.some(isError)) return { diagnostics: data.diagnostics }
    const dataset = withTables(data.value, named, catalogue)
    const engine = await environment.openEngine(catalogue, dataset)
    const { schedule, name, expect } = testCase
    const replay: OpenCase['replay'] = async ({ rule: own, kql }) => {
      const allowance = { spending: meter(), stopwatch, span: name.span }
      return (await replayRule(own, { kql, timeout }, schedule, engine, allowance)).value
    }
    const passes = async (subject: Subject) => {
      const replayed = await replay(subject)
      if (!replayed || compare(expect, replayed).length > 0) return false
      const query = { kql: subject.kql, timeout }
      const open = { rule: subject.rule, query, expect, replay: replayed, dataset, engine }
      const compared = { ...open, tablesRead: async () => [] }
      if ((await compareMissed(compared)).length > 0) return false
      if ((await compareDuplicates(compared)).value?.length !== 0) return false
      return !expect.reaches || (await compareReach(compared)).value?.length === 0
    }
    const isSame = (kql: string) => engine.isSame(rule.query.value, kql, by)
    const dispose = () => engine.close()
    return { value: { testCase, replay, passes, isSame, [Symbol.asyncDispose]: dispose }, diagnostics: [] }
  }
}

/** The dataset with empty tables where it has none, in the same order for all cases. */
function withTables(dataset: Dataset, named: readonly string[], catalogue: Catalogue): Dataset {
  const given = new Set([...dataset.tables, ...(dataset.logs ?? [])].map(({ table }) => table.name))
  const missing = named.flatMap(name => (given.has(name) ? [] : (catalogue.get(name) ?? [])))
  const tables = [...dataset.tables, ...missing.map(table => ({ table, rows: [] }))]
  return { ...dataset, tables: tables.sort((a, b) => (a.table.name < b.table.name ? -1 : 1)) }
}
