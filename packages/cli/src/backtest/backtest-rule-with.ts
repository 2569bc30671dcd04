import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { digest } from '@tripline/kql/analysis'
import type { Dataset } from '@tripline/kql/engine'
import { type AnswerRuns, type BacktestDay, backtestRule, queryWith } from '@tripline/replay'
import type { AlertingRule } from '@tripline/rules'
import type { Catalogue } from '@tripline/schemas'
import { productVersion } from '../cache/product-version.ts'
import type { Backtest, BacktestSettings } from './backtest.ts'

/** What answers the queries of a backtest. */
export interface BacktestSource {
  readonly answers: AnswerRuns
  /** What else its answers about the runs of a day depend on. */
  readonly stateOf: (day: string) => unknown
  readonly dataset: Dataset
  readonly catalogue: Catalogue
}

/** The days of a rule with each of the values for its parameters. */
export async function backtestRuleWith(
  rule: AlertingRule,
  { answers, stateOf, dataset, catalogue }: BacktestSource,
  { range, parameters, timeout, kept, onDay }: BacktestSettings,
): Promise<Diagnosed<readonly Omit<Backtest, 'scanned'>[]>> {
  const backtests: Omit<Backtest, 'scanned'>[] = []
  const diagnostics: Diagnostic[] = []
  const { functions, watchlists, externalData } = dataset
  for (const values of parameters) {
    const query = await queryWith(values, rule, dataset, catalogue)
    diagnostics.push(...query.diagnostics)
    if (query.value === undefined) return { diagnostics }
    const world = digest([
      productVersion(),
      rule.file.text,
      query.value,
      range.from,
      functions,
      watchlists,
      externalData,
    ])
    const keyOf = (day: string) => digest([world, stateOf(day)])
    const known = { get: (day: string) => kept?.get(keyOf(day), day) }
    const days: BacktestDay[] = []
    for await (const day of backtestRule(rule, { kql: query.value, timeout }, range, answers, known)) {
      if (day.failedAt === undefined && known.get(day.day) !== day) kept?.keep(keyOf(day.day), day)
      onDay(rule, values, day)
      days.push(day)
    }
    backtests.push({ rule, parameters: values, range, days })
  }
  return { value: backtests, diagnostics }
}
