import { counted, joined, jsonDocument, printable, text } from '@tripline/diagnostics'
import type { BacktestEstimate } from '../backtest/estimate-backtest.ts'
import type { Io } from '../process/io.ts'
import { number, rowsText, size } from './amounts.ts'

/** What a backtest would ask, scan and cost; `price`: of a gigabyte, if it is known. */
export function showEstimate(engine: string, estimate: BacktestEstimate, price: number | undefined, io: Io): void {
  const { queries, seconds = 0, scanned, unknown } = estimate
  const pace = seconds > 0 ? `, which take at least ${duration(seconds)}` : ''
  const cost = costOf(estimate, price)
  const amount = scanned && ('bytes' in scanned ? size(scanned.bytes) : rowsText(scanned.rows))
  const lines = [
    `${engine}: ${number(queries)} ${queries === 1 ? 'query' : 'queries'}${pace}`,
    amount === undefined
      ? `what they scan is not known: ${unknown}`
      : `about ${amount} are scanned, each row by every query whose window it is in`,
    ...(cost === undefined ? [] : [`about ${cost} at ${price} for each GB`]),
  ]
  io.stdout.write(text`${joined(lines.map(printable), '\n')}\n`)
}

/** `{"engine","queries","seconds"?,"scanned"?,"cost"?,"unknown"?}`; a cost is in the currency of the price. */
export function showEstimateJson(engine: string, estimate: BacktestEstimate, price: number | undefined, io: Io): void {
  const cost = costOf(estimate, price)
  io.stdout.write(jsonDocument({ engine, ...estimate, ...(cost !== undefined && { cost }) }))
}

function costOf({ scanned }: BacktestEstimate, price: number | undefined): number | undefined {
  if (price === undefined || !scanned || !('bytes' in scanned)) return undefined
  return Math.round((scanned.bytes / 1e9) * price * 100) / 100
}

const duration = (seconds: number): string =>
  seconds < 120 ? counted(Math.round(seconds), 'second') : counted(Math.round(seconds / 60), 'minute')
