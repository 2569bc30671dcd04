import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import type { DayRange, RuleParameters } from '@tripline/replay'
import { parseDatetimeIso } from '@tripline/schemas'
import { type Backtest, type BacktestSettings, backtestLogs } from '../backtest/backtest-logs.ts'
import { openKeptDays } from '../backtest/kept-days.ts'
import { readSweep } from '../backtest/read-sweep.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readDay, readParameter, readTimeout } from '../command-line/option-values.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openAlertingRules } from '../project/alerting-rules.ts'
import { showBacktests } from '../views/backtest.human.ts'
import { showBacktestsJson } from '../views/backtest.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { progress } from '../views/progress.human.ts'

const views = { human: showBacktests, json: showBacktestsJson }

export async function run(args: Args<'backtest'>, io: Io): Promise<ExitCode> {
  const read = readSettings(args)
  if (!read.value) return showDiagnostics(read.diagnostics, io)
  const { value: opened, diagnostics } = await openAlertingRules(args.rules, args.project)
  if (!opened) return showDiagnostics(diagnostics, io)
  const kept = args.resume === undefined ? undefined : openKeptDays(named(args.resume))
  if (kept && !kept.value) return showDiagnostics(kept.diagnostics, io)
  const line = progress(io)
  const settings: BacktestSettings = {
    ...read.value,
    kept: kept?.value,
    onDay: (rule, parameters, { day, alerts }) =>
      line.show(`${rule.file.path}${valuesText(parameters)}  ${day}: ${alerts} alerts`),
  }
  const backtests: Backtest[] = []
  const found: Diagnostic[] = [...diagnostics]
  for (const rule of opened.rules) {
    const made = await backtestLogs(rule, named(args.data), opened.context.world, settings, io)
    backtests.push(...(made.value ?? []))
    found.push(...made.diagnostics)
  }
  kept?.value?.close()
  line.end()
  views[args.format](backtests, io)
  const shown = showDiagnostics([...found, ...backtests.flatMap(failures)], io)
  return found.some(isError) || shown !== exitCodes.ok ? shown : exitCodes.ok
}

/** Why days failed, each reason once. */
const failures = ({ days }: Backtest): readonly Diagnostic[] => [
  ...new Map(days.flatMap(day => day.diagnostics).map(one => [`${one.id} ${one.message}`, one])).values(),
]

const valuesText = (parameters: RuleParameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')

function readSettings(args: Args<'backtest'>): Diagnosed<Pick<BacktestSettings, 'range' | 'parameters' | 'timeout'>> {
  const days = { from: readDay('--from', args.from), to: readDay('--to', args.to ?? args.from) }
  const timeout = readTimeout(args.timeout)
  const given = (args.param ?? []).map(readParameter)
  const sweep = args.sweep === undefined ? undefined : readSweep(args.sweep)
  const diagnostics = [days.from, days.to, timeout, ...given, sweep].flatMap(one => [...(one?.diagnostics ?? [])])
  if (diagnostics.length > 0) return { diagnostics }
  const range = { from: parseDatetimeIso(days.from.value!)!, to: parseDatetimeIso(days.to.value!)! } satisfies DayRange
  if (range.from > range.to) {
    return { diagnostics: [commandReport['option-conflict'](undefined, '--from is later than --to')] }
  }
  const fixed: RuleParameters = Object.fromEntries(given.flatMap(({ value }) => (value ? [value] : [])))
  const parameters = sweep?.value?.values.map(value => ({ ...fixed, [sweep.value!.name]: value })) ?? [fixed]
  return { value: { range, parameters, timeout: timeout.value! }, diagnostics }
}
