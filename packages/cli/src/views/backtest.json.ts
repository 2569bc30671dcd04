import { jsonDocument } from '@tripline/diagnostics'
import type { Backtest } from '../backtest/backtest.ts'
import { summarizeBacktest } from '../backtest/summarize-backtest.ts'
import type { Io } from '../process/io.ts'

/** `{"backtests":[{"rule","parameters","from","to","alerts","alertsPerDay","suppressed","days","entities","scanned"}]}` */
export const showBacktestsJson = (backtests: readonly Backtest[], { stdout }: Io): void =>
  stdout.write(jsonDocument({ backtests: backtests.map(summarizeBacktest) }))
