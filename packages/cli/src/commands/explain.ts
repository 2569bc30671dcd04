import type { Diagnosed } from '@tripline/diagnostics'
import type { Explanation } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readParameter, readTimeout } from '../command-line/option-values.ts'
import { readEngine } from '../engines/engine-choice.ts'
import { explainCases } from '../explain/explain-cases.ts'
import { explainData } from '../explain/explain-data.ts'
import type { RunElsewhere } from '../explain/explain-own-data.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { type NamedRule, openAlertingRule } from '../project/alerting-rule.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showExplanations } from '../views/explain.human.ts'
import { showExplanationsJson } from '../views/explain.json.ts'

const views = { human: showExplanations, json: showExplanationsJson }

export async function run(args: Args<'explain'>, io: Io): Promise<ExitCode> {
  const asked = readQuestion(args)
  if (!asked.value) return showDiagnostics(asked.diagnostics, io)
  const { value: named, diagnostics } = await openAlertingRule(args.rule, args.project)
  if (!named) return showDiagnostics(diagnostics, io)
  const explained = await asked.value(named, io)
  const shown = showDiagnostics([...diagnostics, ...explained.diagnostics], io)
  if (explained.value) views[args.format](explained.value, io)
  return shown
}

type Question = (named: NamedRule, io: Io) => Promise<Diagnosed<Explanation | readonly Explanation[]>>

/** What is to be explained: one case, all cases, or a run over recorded logs or what an engine elsewhere has. */
function readQuestion({ case: name, data: folder, ...args }: Args<'explain'>): Diagnosed<Question> {
  const engine = readEngine(args.engine ?? 'embedded')
  const choice = engine.value?.kind === 'embedded' ? undefined : engine.value
  const allowsTables = args['allow-management']
  const isOwnData = choice !== undefined && name === undefined && args.at !== undefined
  const limit = readTimeout(args.timeout)
  const time: Diagnosed<bigint | undefined> = args.at === undefined ? { diagnostics: [] } : readAt(args.at)
  const parameters = (args.param ?? []).map(readParameter)
  const conflicts = [
    ...(folder !== undefined && name !== undefined ? ['--data and --case exclude each other'] : []),
    ...(folder !== undefined && args.at === undefined ? ['--data needs --at TIME, the time of the run'] : []),
    ...(folder !== undefined && choice ? [`--data cannot be used with --engine ${args.engine}`] : []),
    ...(folder === undefined && !isOwnData && args.param
      ? ['--param needs --data PATH, or --engine ENGINE and --at TIME; a case runs the rule as it is']
      : []),
    ...(folder === undefined && !choice && name === undefined && args.at !== undefined
      ? ['--at needs --case NAME, --data PATH or --engine ENGINE']
      : []),
    ...(allowsTables && (!choice || isOwnData) ? ['--allow-management needs an engine kusto=… and cases'] : []),
  ].map(reason => commandReport['option-conflict'](undefined, reason))
  const diagnostics = [...[limit, time, engine, ...parameters].flatMap(read => read.diagnostics), ...conflicts]
  const [timeout, at] = [limit.value, time.value]
  if (timeout === undefined || diagnostics.length > 0) return { diagnostics }
  const values = Object.fromEntries(parameters.flatMap(({ value }) => (value ? [value] : [])))
  if (isOwnData) {
    const run = { choice, at: at!, parameters: values, timeout }
    return { value: (named, io) => explainElsewhere(named, run, io), diagnostics }
  }
  if (folder !== undefined) {
    const logs = { folder, at: at!, parameters: values, timeout }
    return { value: (named, io) => explainData(named, logs, io), diagnostics }
  }
  const wanted = { name, at, timeout, elsewhere: choice && { choice, allowsTables } }
  return { value: (named, io) => explainTested(named, wanted, io), diagnostics }
}

async function explainElsewhere(
  { context, rule, file }: NamedRule,
  run: RunElsewhere,
  io: Io,
): Promise<Diagnosed<Explanation>> {
  const { project } = context
  if (!project) return { diagnostics: [commandReport['project-missing'](undefined, file.path)] }
  const { explainOwnData } = await import('../explain/explain-own-data.ts')
  return explainOwnData({ context: { ...context, project }, rule }, run, io)
}

async function explainTested(
  { context, ...named }: NamedRule,
  wanted: Parameters<typeof explainCases>[1],
  io: Io,
): Promise<Diagnosed<Explanation | readonly Explanation[]>> {
  const { project } = context
  if (!project) return { diagnostics: [commandReport['project-missing'](undefined, named.file.path)] }
  const explained = await explainCases({ ...named, context: { ...context, project } }, wanted, io)
  return wanted.name === undefined || !explained.value ? explained : { ...explained, value: explained.value[0]! }
}
