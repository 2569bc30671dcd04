import { archiveReport, type VaultReader } from '@tripline/archive'
import { type Diagnosed, isError } from '@tripline/diagnostics'
import { temporaryFolder } from '@tripline/files'
import { databasesByLogs, openEngine } from '@tripline/kql/engine'
import { inSweeps, runsByDay } from '@tripline/replay'
import { type AlertingRule, environmentFor } from '@tripline/rules'
import { formatDatetime } from '@tripline/schemas'
import { archivedLogs } from '../archive/archived-logs.ts'
import { queryCache } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Io } from '../process/io.ts'
import type { LocalWorld } from '../project/command-context.ts'
import { mayRead, tablesNamed } from '../query/named-tables.ts'
import type { Backtest, BacktestSettings, OpenBacktest } from './backtest.ts'
import { backtestRuleWith } from './backtest-rule-with.ts'
import { withRowsScanned } from './rows-scanned.ts'

/** Backtests over the rows of an archive. */
export const overArchive = (vault: VaultReader, world: LocalWorld, io: Io): OpenBacktest => ({
  backtest: (rule, settings) => backtestArchive(rule, vault, environmentFor(rule, world), settings, io),
  close() {},
})

async function backtestArchive(
  rule: AlertingRule,
  vault: VaultReader,
  { catalogue, ...world }: LocalWorld,
  settings: BacktestSettings,
  io: Io,
): Promise<Diagnosed<readonly Backtest[]>> {
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const kql = rule.query.value
  // The window of the first run reaches back.
  const first = [...runsByDay(rule, settings.range)].flatMap(({ runs }) => runs)[0]
  const from = first?.window.from ?? settings.range.from
  const wanted = { wants: mayRead(kql, world.functions), from: dayText(from), to: dayText(settings.range.to) }
  const found = await archivedLogs(wanted, { vault, catalogue, folder, databases })
  if (!found.ok) {
    const { code, message } = found.error
    return { diagnostics: [commandReport['remote-unusable'](undefined, vault.name, code, message)] }
  }
  const { tables: archived, manifests, read, diagnostics } = found.value
  if (!read || diagnostics.some(isError)) return { diagnostics }
  const { database, data } = read
  const loaded = [...data.tables, ...data.logs, ...database.tables].map(({ table }) => table)
  const absent = tablesNamed(kql, world.functions, catalogue).filter(
    ({ name }) => !loaded.some(table => table.name === name),
  )
  const tables = [...data.tables, ...absent.map(table => ({ table, rows: [] }))]
  const dataset = { ...world, tables, logs: data.logs }
  await using engine = await openEngine(catalogue, dataset, { database, cache: queryCache(io) })
  // The windows of its runs reach back.
  const stateOf = (last: string) => manifests.filter(({ day }) => day <= last)
  const source = { answers: inSweeps(engine), stateOf, dataset, catalogue }
  const made = await backtestRuleWith(rule, source, settings)
  const tablesRead = new Set(made.value?.flatMap(({ days }) => days.flatMap(day => day.tables)))
  const missing = [...tablesRead].filter(name => !archived.has(name))
  if (missing.length > 0) {
    return { diagnostics: missing.map(name => archiveReport['archive-table-missing'](undefined, name)) }
  }
  const tablesLoaded = loaded.map(table => ({ table }))
  const value = await withRowsScanned(made.value ?? [], tablesLoaded, engine)
  const findings = [...diagnostics, ...made.diagnostics]
  return made.value ? { value, diagnostics: findings } : { diagnostics: findings }
}

const dayText = (ticks: bigint): string => formatDatetime(ticks).slice(0, 10)
