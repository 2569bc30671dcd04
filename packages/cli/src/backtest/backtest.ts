import type { Diagnosed } from '@tripline/diagnostics'
import type { BacktestDay, DayRange, RuleParameters } from '@tripline/replay'
import type { AlertingRule } from '@tripline/rules'
import type { BacktestEstimate, BacktestExtent } from './estimate-backtest.ts'
import type { KeptDays } from './kept-days.ts'

/** What a rule would have done in history, with these values for its parameters. */
export interface Backtest {
  readonly rule: AlertingRule
  readonly parameters: RuleParameters
  readonly range: DayRange
  readonly days: readonly BacktestDay[]
  /** How many rows of each table the runs saw, each row once, and the size of recorded files; none of another engine. */
  readonly scanned: readonly { readonly table: string; readonly rows: number; readonly bytes?: number }[]
}

export interface BacktestSettings {
  readonly range: DayRange
  /** One backtest is made with each of them. */
  readonly parameters: readonly RuleParameters[]
  /** Milliseconds that a query may take. */
  readonly timeout: number
  /** Days that were finished before, and where others are kept. */
  readonly kept?: KeptDays | undefined
  /** Learns of each day as it ends. */
  readonly onDay: (rule: AlertingRule, parameters: RuleParameters, day: BacktestDay) => void
}

/** Runs rules on their schedule over logs, wherever these are. */
export interface OpenBacktest {
  backtest(rule: AlertingRule, settings: BacktestSettings): Promise<Diagnosed<readonly Backtest[]>>
  /** What it would ask of an engine elsewhere; absent where nothing is paid for. */
  readonly estimate?: (extent: BacktestExtent) => Promise<BacktestEstimate>
  close(): void
}
