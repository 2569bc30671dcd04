import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { type DayRange, type RuleParameters, runsByDay } from '@tripline/replay'
import type { AlertingRule } from '@tripline/rules'
import { parseDatetimeIso } from '@tripline/schemas'
import type { Backtest, BacktestSettings, OpenBacktest } from '../backtest/backtest.ts'
import { openLogs } from '../backtest/backtest-logs.ts'
import { openKeptDays } from '../backtest/kept-days.ts'
import { readSweep } from '../backtest/read-sweep.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readDay, readParameter, readPrice, readTimeout } from '../command-line/option-values.ts'
import { addressOf, type EngineChoice, isPaid, readEngine } from '../engines/engine-choice.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openAlertingRules } from '../project/alerting-rules.ts'
import type { CommandContext } from '../project/command-context.ts'
import { showBacktestsHtml } from '../views/backtest.html.ts'
import { showBacktests } from '../views/backtest.human.ts'
import { showBacktestsJson } from '../views/backtest.json.ts'
import { showEstimate, showEstimateJson } from '../views/backtest-estimate.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'

const estimateViews = { human: showEstimate, json: showEstimateJson }
const views = { human: showBacktests, json: showBacktestsJson, html: showBacktestsHtml }

export async function run(args: Args<'backtest'>, io: Io): Promise<ExitCode> {
  const read = readSettings(args)
  if (!read.value) return showDiagnostics(read.diagnostics, io)
  const { engine, price, ...wanted } = read.value
  const { value: opened, diagnostics } = await openAlertingRules(args.rules, args.project)
  if (!opened) return showDiagnostics(diagnostics, io)
  const { context, rules } = opened
  const logs = await openSource(args, engine, context, io)
  if (!logs.value) return showDiagnostics(logs.diagnostics, io)
  if (args.estimate) {
    const { estimate, close } = logs.value
    if (!estimate)
      return showDiagnostics([conflict('--estimate needs --engine: logs on this machine cost nothing')], io)
    const { range, parameters, timeout } = wanted
    const estimated = await estimate({ rules, range, times: parameters.length, timeout })
    close()
    if (price !== undefined && estimated.scanned && !('bytes' in estimated.scanned)) {
      return showDiagnostics(
        [conflict(`--price-per-gb cannot be used with ${args.engine}, which is not paid by what queries scan`)],
        io,
      )
    }
    estimateViews[args.format === 'json' ? 'json' : 'human'](args.engine!, estimated, price, io)
    return showDiagnostics(diagnostics, io)
  }
  if (!args.yes && engine.kind !== 'embedded' && isPaid(addressOf(engine, context.project!).value!)) {
    const queries = rules.reduce((sum, rule) => sum + queriesOf(rule, wanted), 0)
    return showDiagnostics([commandReport['backtest-unconfirmed'](undefined, args.engine!, queries)], io)
  }
  const kept = args.resume === undefined ? undefined : openKeptDays(named(args.resume))
  if (kept && !kept.value) return showDiagnostics(kept.diagnostics, io)
  const line = progress(io)
  const settings: BacktestSettings = {
    ...wanted,
    kept: kept?.value,
    onDay: (rule, parameters, { day, alerts }) =>
      line.show(`${rule.file.path}${valuesText(parameters)}  ${day}: ${alerts} alerts`),
  }
  const backtests: Backtest[] = []
  const found: Diagnostic[] = [...diagnostics]
  for (const rule of rules) {
    const made = await logs.value.backtest(rule, settings)
    backtests.push(...(made.value ?? []))
    found.push(...made.diagnostics)
  }
  logs.value.close()
  kept?.value?.close()
  line.end()
  views[args.format](backtests, io)
  return showDiagnostics([...found, ...backtests.flatMap(failures)], io)
}

async function openSource(
  { data, engine, archive, workspace }: Args<'backtest'>,
  choice: EngineChoice,
  context: CommandContext,
  io: Io,
): Promise<Diagnosed<OpenBacktest>> {
  const refused = (reason: string) => ({ diagnostics: [conflict(reason)] })
  const { project, world } = context
  if (choice.kind !== 'embedded') {
    if (data !== undefined) return refused(`--data cannot be used with --engine ${engine}`)
    if (archive) return refused(`--archive cannot be used with --engine ${engine}`)
    if (!project) return { diagnostics: [commandReport['project-missing'](undefined, 'the current folder')] }
    const { openElsewhere } = await import('../backtest/backtest-elsewhere.ts')
    return openElsewhere(choice, { ...context, project }, io)
  }
  if (workspace !== undefined && !archive) return refused('--workspace needs --archive, whose vault is read')
  if (archive) {
    if ((data === undefined) === (workspace === undefined)) {
      return refused('--archive needs either --workspace NAME or --data DIR')
    }
    const { openVault } = await import('../archive/open-vault.ts')
    const vault = await openVault({ data, workspace }, context, io)
    if (!vault.value) return { diagnostics: vault.diagnostics }
    const { overArchive } = await import('../backtest/backtest-archive.ts')
    return { value: overArchive(vault.value, world, io), diagnostics: [] }
  }
  if (data === undefined) return refused('pass --data PATH, or --engine ENGINE that has the logs')
  return { value: openLogs(named(data), world, io), diagnostics: [] }
}

const conflict = (reason: string): Diagnostic => commandReport['option-conflict'](undefined, reason)

const queriesOf = (rule: AlertingRule, { range, parameters }: Wanted): number =>
  [...runsByDay(rule, range)].reduce((sum, { runs }) => sum + runs.length, 0) * parameters.length

/** Why days failed, each reason once. */
const failures = ({ days }: Backtest): readonly Diagnostic[] => [
  ...new Map(days.flatMap(day => day.diagnostics).map(one => [`${one.id} ${one.message}`, one])).values(),
]

const valuesText = (parameters: RuleParameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')

type Wanted = Pick<BacktestSettings, 'range' | 'parameters' | 'timeout'>

function readSettings(
  args: Args<'backtest'>,
): Diagnosed<Wanted & { readonly engine: EngineChoice; readonly price: number | undefined }> {
  const days = { from: readDay('--from', args.from), to: readDay('--to', args.to ?? args.from) }
  const timeout = readTimeout(args.timeout)
  const given = (args.param ?? []).map(readParameter)
  const sweep = args.sweep === undefined ? undefined : readSweep(args.sweep)
  const engine = readEngine(args.engine ?? 'embedded')
  const price = args['price-per-gb'] === undefined ? undefined : readPrice(args['price-per-gb'])
  const diagnostics = [days.from, days.to, timeout, ...given, sweep, engine, price].flatMap(one => [
    ...(one?.diagnostics ?? []),
  ])
  if (price && !args.estimate) diagnostics.push(conflict('--price-per-gb needs --estimate'))
  if (diagnostics.length > 0) return { diagnostics }
  const range = { from: parseDatetimeIso(days.from.value!)!, to: parseDatetimeIso(days.to.value!)! } satisfies DayRange
  if (range.from > range.to) {
    return { diagnostics: [commandReport['option-conflict'](undefined, '--from is later than --to')] }
  }
  const fixed: RuleParameters = Object.fromEntries(given.flatMap(({ value }) => (value ? [value] : [])))
  const parameters = sweep?.value?.values.map(value => ({ ...fixed, [sweep.value!.name]: value })) ?? [fixed]
  return {
    value: { range, parameters, timeout: timeout.value!, engine: engine.value!, price: price?.value },
    diagnostics,
  }
}
