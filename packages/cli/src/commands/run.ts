import { named as inFolder } from '@tripline/files'
import { type Dataset, openDatabase, openEngine } from '@tripline/kql/engine'
import { type RuleRun, runRuleAt } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { queryCache } from '../cache/query-cache.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readColumns, readParameter, readTimeout } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openAlertingRule } from '../project/alerting-rule.ts'
import { absentLogs } from '../query/absent-logs.ts'
import { chooseColumns } from '../query/choose-columns.ts'
import { loadDataset } from '../query/load-dataset.ts'
import { resultOfRows } from '../query/result-table.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showRun } from '../views/run.human.ts'
import { showRunJson } from '../views/run.json.ts'
import { showShapes } from '../views/shapes.human.ts'

const views = { human: showRun, json: showRunJson }

export async function run(args: Args<'run'>, io: Io): Promise<ExitCode> {
  const at = readAt(args.at)
  const limit = readTimeout(args.timeout)
  const parameters = (args.param ?? []).map(readParameter)
  const columns = args.columns === undefined ? undefined : readColumns(args.columns)
  const misread = [at, limit, columns, ...parameters].flatMap(read => read?.diagnostics ?? [])
  if (at.value === undefined || limit.value === undefined || misread.length > 0) return showDiagnostics(misread, io)

  const { value: named, diagnostics } = await openAlertingRule(args.rule, args.project)
  if (!named) return showDiagnostics(diagnostics, io)
  const { context, rule } = named
  using database = await openDatabase()
  const data = await loadDataset(
    rule.query.value,
    inFolder(args.data),
    context.world,
    database,
    rule.tripline.ingestionDelay?.value.ticks,
  )
  if (!data.value) return showDiagnostics(data.diagnostics, io)
  if (args.verbose) await showShapes(data.value.logs, io)
  const values = Object.fromEntries(parameters.flatMap(({ value }) => (value ? [value] : [])))
  const cache = queryCache(io)
  const environment = {
    openEngine: (catalogue: Catalogue, dataset: Dataset) => openEngine(catalogue, dataset, { database, cache }),
    catalogue: context.world.catalogue,
    timeout: limit.value,
  }
  const isSilent = ({ alerts }: RuleRun) => args.format === 'human' && alerts.length === 0
  const outcome = await runRuleAt(rule, data.value.dataset, at.value, values, environment, isSilent)
  const absent = absentLogs(args.data, outcome.value?.tables ?? [], data.value.absent)
  const shown = showDiagnostics([...diagnostics, ...data.diagnostics, ...absent, ...outcome.diagnostics], io)
  if (!outcome.value) return shown
  const rows = chooseColumns(resultOfRows(outcome.value.rows), columns?.value)
  if (!rows.value) return showDiagnostics(rows.diagnostics, io)
  views[args.format](outcome.value, rows.value, io)
  return exitCodes.ok
}
