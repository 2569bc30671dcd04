import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { type Explanation, type RuleParameters, runRuleAt } from '@tripline/replay'
import { commandReport } from '../command-line/command-report.ts'
import type { RemoteChoice } from '../engines/engine-choice.ts'
import { openOwnData } from '../engines/open-own-data.ts'
import type { Io } from '../process/io.ts'
import type { NamedRule } from '../project/alerting-rule.ts'
import type { ProjectContext } from '../project/command-context.ts'

/** A run over what an engine elsewhere has: its time in ticks, and the time limit of a query in milliseconds. */
export interface RunElsewhere {
  readonly choice: RemoteChoice
  readonly at: bigint
  readonly parameters: RuleParameters
  readonly timeout: number
}

/** Explains one run of a rule over what an engine elsewhere has. */
export async function explainOwnData(
  { context, rule }: Pick<NamedRule, 'rule'> & { readonly context: ProjectContext },
  { choice, at, parameters, timeout }: RunElsewhere,
  io: Io,
): Promise<Diagnosed<Explanation>> {
  const uncounted: Diagnostic[] = []
  const opened = openOwnData(choice, context, io, (engine, { message }) =>
    uncounted.push(commandReport['stages-uncounted'](undefined, engine, message)),
  )
  if (!opened.value) return { diagnostics: opened.diagnostics }
  const { catalogue, ...own } = context.world
  const environment = { openEngine: async () => opened.value!, catalogue, timeout }
  const run = await runRuleAt(rule, { tables: [], ...own }, at, parameters, environment, made => made !== undefined)
  const diagnostics = [...opened.diagnostics, ...run.diagnostics, ...uncounted]
  const { explanation } = run.value ?? {}
  return explanation && !diagnostics.some(isError) ? { value: explanation, diagnostics } : { diagnostics }
}
