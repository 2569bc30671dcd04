import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, fileSize, modifiedAt } from '@tripline/files'
import { openDatabase, openEngine } from '@tripline/kql/engine'
import { inSweeps } from '@tripline/replay'
import { type AlertingRule, environmentFor } from '@tripline/rules'
import { queryCache } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { LocalWorld } from '../project/command-context.ts'
import { absentLogs } from '../query/absent-logs.ts'
import { loadDataset } from '../query/load-dataset.ts'
import type { Backtest, BacktestSettings, OpenBacktest } from './backtest.ts'
import { backtestRuleWith } from './backtest-rule-with.ts'
import { withRowsScanned } from './rows-scanned.ts'

/** Backtests over a folder of recorded logs. */
export const openLogs = (folder: FilePath, world: LocalWorld, io: Io): OpenBacktest => ({
  backtest: (rule, settings) => backtestLogs(rule, folder, environmentFor(rule, world), settings, io),
  close() {},
})

async function backtestLogs(
  rule: AlertingRule,
  folder: FilePath,
  { catalogue, ...world }: LocalWorld,
  settings: BacktestSettings,
  io: Io,
): Promise<Diagnosed<readonly Backtest[]>> {
  using database = await openDatabase()
  const delay = rule.tripline.ingestionDelay?.value.ticks
  const data = await loadDataset(rule.query.value, folder, { catalogue, ...world }, database, delay)
  if (!data.value) return { diagnostics: data.diagnostics }
  const { dataset, logs, absent } = data.value
  await using engine = await openEngine(catalogue, dataset, { database, cache: queryCache(io) })
  const state = logs.flatMap(log => log.files.map(file => [file.path, fileSize(file), modifiedAt(file)]))
  const source = { answers: inSweeps(engine), stateOf: () => state, dataset, catalogue }
  const made = await backtestRuleWith(rule, source, settings)
  const read = logs.map(({ table, files }) => ({ table, bytes: files.reduce((sum, file) => sum + fileSize(file), 0) }))
  const value = await withRowsScanned(made.value ?? [], read, engine)
  const tables = new Set(value.flatMap(({ days }) => days.flatMap(day => day.tables)))
  const diagnostics = [...data.diagnostics, ...made.diagnostics, ...absentLogs(folder.path, [...tables], absent)]
  return made.value ? { value, diagnostics } : { diagnostics }
}
