import type { Diagnosed } from '@tripline/diagnostics'
import { type FilePath, fileSize, modifiedAt } from '@tripline/files'
import { digest } from '@tripline/kql/analysis'
import { type Engine, openDatabase, openEngine } from '@tripline/kql/engine'
import {
  type BacktestDay,
  backtestRule,
  type DayRange,
  inSweeps,
  queryWith,
  type RuleParameters,
  runsByDay,
} from '@tripline/replay'
import type { AlertingRule } from '@tripline/rules'
import { productVersion } from '../cache/product-version.ts'
import { queryCache } from '../cache/query-cache.ts'
import type { Io } from '../process/io.ts'
import type { LocalWorld } from '../project/command-context.ts'
import { absentLogs } from '../query/absent-logs.ts'
import { type LoadedDataset, loadDataset } from '../query/load-dataset.ts'
import type { KeptDays } from './kept-days.ts'

/** What a rule would have done in history, with these values for its parameters. */
export interface Backtest {
  readonly rule: AlertingRule
  readonly parameters: RuleParameters
  readonly range: DayRange
  readonly days: readonly BacktestDay[]
  /** How many rows of each table the runs saw, each row once, and the size of the files that they are in. */
  readonly scanned: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[]
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

/** Runs a rule over recorded logs on its schedule. */
export async function backtestLogs(
  rule: AlertingRule,
  folder: FilePath,
  world: LocalWorld,
  { range, parameters, timeout, kept, onDay }: BacktestSettings,
  io: Io,
): Promise<Diagnosed<readonly Backtest[]>> {
  using database = await openDatabase()
  const delay = rule.tripline.ingestionDelay?.value.ticks
  const data = await loadDataset(rule.query.value, folder, world, database, delay)
  if (!data.value) return { diagnostics: data.diagnostics }
  const { dataset, logs, absent } = data.value
  await using engine = await openEngine(world.catalogue, dataset, { database, cache: queryCache(io) })
  const backtests: Backtest[] = []
  const diagnostics = [...data.diagnostics]
  for (const values of parameters) {
    const query = await queryWith(values, rule, dataset, world.catalogue)
    diagnostics.push(...query.diagnostics)
    if (query.value === undefined) return { diagnostics }
    const key = keyOf(rule, query.value, range, data.value)
    const known = kept?.daysOf(key)
    const days: BacktestDay[] = []
    for await (const day of backtestRule(rule, { kql: query.value, timeout }, range, inSweeps(engine), known)) {
      if (day.failedAt === undefined && known?.get(day.day) !== day) kept?.keep(key, day)
      onDay(rule, values, day)
      days.push(day)
    }
    backtests.push({
      rule,
      parameters: values,
      range,
      days,
      scanned: await rowsScanned(rule, range, days, logs, engine),
    })
  }
  const tables = backtests.flatMap(({ days }) => days.flatMap(day => day.tables))
  return { value: backtests, diagnostics: [...diagnostics, ...absentLogs(folder.path, [...new Set(tables)], absent)] }
}

/** Changes with everything that a day depends on. */
function keyOf(rule: AlertingRule, kql: string, { from }: DayRange, { dataset, logs }: LoadedDataset): string {
  const { functions, watchlists, externalData } = dataset
  const files = logs.flatMap(log => log.files.map(file => [file.path, fileSize(file), modifiedAt(file)]))
  return digest([productVersion(), rule.file.text, kql, from, functions, watchlists, externalData, files])
}

/** The rows that lie in the window of a run. The service cannot limit a table without a time. */
async function rowsScanned(
  rule: AlertingRule,
  range: DayRange,
  days: readonly BacktestDay[],
  logs: LoadedDataset['logs'],
  engine: Pick<Engine, 'countRows'>,
): Promise<Backtest['scanned']> {
  const runs = [...runsByDay(rule, range)].flatMap(day => day.runs)
  const [first, last] = [runs[0], runs.at(-1)]
  if (!first || !last) return []
  const whole = { ...last.window, from: first.window.from }
  const read = new Set(days.flatMap(({ tables }) => tables))
  const counting = logs
    .filter(({ table }) => read.has(table.name))
    .map(async ({ table, files }) => {
      const { rows, inWindow } = await engine.countRows(table.name, whole)
      const isLimited = whole.by === 'ingestion' || table.columns.some(({ name }) => name === 'TimeGenerated')
      const bytes = files.reduce((sum, file) => sum + fileSize(file), 0)
      return { table: table.name, rows: isLimited ? inWindow : rows, bytes }
    })
  return Promise.all(counting)
}
