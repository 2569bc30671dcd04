import type { Diagnosed } from '@tripline/diagnostics'
import { named as inFolder } from '@tripline/files'
import { type Dataset, type Engine, openDatabase, openEngine } from '@tripline/kql/engine'
import { type RuleRun, runRuleAt } from '@tripline/replay'
import type { Catalogue } from '@tripline/schemas'
import { queryCache } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readColumns, readParameter, readTimeout } from '../command-line/option-values.ts'
import { type EngineChoice, readEngine } from '../engines/engine-choice.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type NamedRule, openAlertingRule } from '../project/alerting-rule.ts'
import { absentLogs } from '../query/absent-logs.ts'
import { chooseColumns } from '../query/choose-columns.ts'
import { type LoadedDataset, loadDataset } from '../query/load-dataset.ts'
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
  const engine = readEngine(args.engine ?? 'embedded')
  const misread = [at, limit, columns, engine, ...parameters].flatMap(read => [...(read?.diagnostics ?? [])])
  if (misread.length > 0) return showDiagnostics(misread, io)

  const { value: named, diagnostics } = await openAlertingRule(args.rule, args.project)
  if (!named) return showDiagnostics(diagnostics, io)
  const { context, rule } = named
  const opened = await openLogs(args, engine.value!, named, io)
  if (!opened.value) return showDiagnostics(opened.diagnostics, io)
  using logs = opened.value
  if (args.verbose) await showShapes(logs.files, io)
  const values = Object.fromEntries(parameters.flatMap(({ value }) => (value ? [value] : [])))
  const environment = { openEngine: logs.openEngine, catalogue: context.world.catalogue, timeout: limit.value! }
  const explains = args.format === 'human' && engine.value!.kind === 'embedded'
  const isSilent = (run: RuleRun | undefined) => explains && run?.alerts.length === 0
  const outcome = await runRuleAt(rule, logs.dataset, at.value!, values, environment, isSilent)
  const absent = absentLogs(args.data, outcome.value?.tables ?? [], logs.absent)
  const shown = showDiagnostics([...diagnostics, ...opened.diagnostics, ...absent, ...outcome.diagnostics], io)
  if (!outcome.value) return shown
  const rows = chooseColumns(resultOfRows(outcome.value.rows), columns?.value)
  if (!rows.value) return showDiagnostics(rows.diagnostics, io)
  views[args.format](outcome.value, rows.value, io)
  return exitCodes.ok
}

/** What a rule runs over: recorded logs, or what an engine elsewhere has. */
interface OpenLogs extends Disposable {
  readonly openEngine: (catalogue: Catalogue, dataset: Dataset) => Promise<Engine>
  readonly dataset: Dataset
  readonly files: LoadedDataset['logs']
  readonly absent: LoadedDataset['absent']
}

async function openLogs(
  { data: folder, engine }: Args<'run'>,
  choice: EngineChoice,
  { context, rule }: NamedRule,
  io: Io,
): Promise<Diagnosed<OpenLogs>> {
  const { root, project, world } = context
  const conflict = (reason: string) => ({ diagnostics: [commandReport['option-conflict'](undefined, reason)] })
  if (choice.kind !== 'embedded') {
    if (folder !== undefined) return conflict(`--data cannot be used with --engine ${engine}`)
    if (!project) return { diagnostics: [commandReport['project-missing'](undefined, rule.file.path)] }
    const { openOwnData } = await import('../engines/open-own-data.ts')
    const remote = openOwnData(choice, { root, project, world }, io)
    if (!remote.value) return { diagnostics: remote.diagnostics }
    const { catalogue: _, ...own } = world
    const openRemote = async () => remote.value!
    const value = { openEngine: openRemote, dataset: { tables: [], ...own }, files: [], absent: new Set<string>() }
    return { value: { ...value, [Symbol.dispose]() {} }, diagnostics: [] }
  }
  if (folder === undefined) return conflict('pass --data PATH, or --engine ENGINE that has the logs')
  const database = await openDatabase()
  const delay = rule.tripline.ingestionDelay?.value.ticks
  const data = await loadDataset(rule.query.value, inFolder(folder), world, database, delay)
  if (!data.value) {
    database.close()
    return { diagnostics: data.diagnostics }
  }
  const { dataset, logs: files, absent } = data.value
  const openLocal: OpenLogs['openEngine'] = (catalogue, loaded) =>
    openEngine(catalogue, loaded, { database, cache: queryCache(io) })
  const value = { openEngine: openLocal, dataset, files, absent, [Symbol.dispose]: () => database.close() }
  return { value, diagnostics: data.diagnostics }
}
