import type { Diagnosed } from '@tripline/diagnostics'
import type { Explanation } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readAt, readParameter, readTimeout } from '../command-line/option-values.ts'
import { explainCases } from '../explain/explain-cases.ts'
import { explainData } from '../explain/explain-data.ts'
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

/** What is to be explained: one case, all cases, or a run over recorded logs. */
function readQuestion({ case: name, data: folder, ...args }: Args<'explain'>): Diagnosed<Question> {
  const limit = readTimeout(args.timeout)
  const time: Diagnosed<bigint | undefined> = args.at === undefined ? { diagnostics: [] } : readAt(args.at)
  const parameters = (args.param ?? []).map(readParameter)
  const conflicts = [
    ...(folder !== undefined && name !== undefined ? ['--data and --case exclude each other'] : []),
    ...(folder !== undefined && args.at === undefined ? ['--data needs --at TIME, the time of the run'] : []),
    ...(folder === undefined && args.param ? ['--param needs --data DIR; a case runs the rule as it is'] : []),
    ...(folder === undefined && name === undefined && args.at !== undefined
      ? ['--at needs --case NAME or --data DIR']
      : []),
  ].map(reason => commandReport['option-conflict'](undefined, reason))
  const diagnostics = [...[limit, time, ...parameters].flatMap(read => read.diagnostics), ...conflicts]
  const [timeout, at] = [limit.value, time.value]
  if (timeout === undefined || diagnostics.length > 0) return { diagnostics }
  if (folder !== undefined) {
    const values = Object.fromEntries(parameters.flatMap(({ value }) => (value ? [value] : [])))
    const logs = { folder, at: at!, parameters: values, timeout }
    return { value: (named, io) => explainData(named, logs, io), diagnostics }
  }
  return { value: (named, io) => explainTested(named, { name, at, timeout }, io), diagnostics }
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
