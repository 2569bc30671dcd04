import type { DeployPlan } from '@tripline/deploy'
import { writePlan } from '@tripline/deploy'
import { named } from '@tripline/files'
import type { Args } from '../command-line/grammar.ts'
import { planTarget } from '../deploy/plan-target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showPlan } from '../views/plan.human.ts'
import { showPlanJson } from '../views/plan.json.ts'
import { showPlanMarkdown } from '../views/plan.markdown.ts'
import { writeWhole } from '../write/write-whole.ts'

const views = { human: showPlan, json: showPlanJson, markdown: showPlanMarkdown }

export async function run(args: Args<'plan'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned = await planTarget(args.workspace, context, args, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const { plan } = planned.value
  // The file first, so that a plan that is shown can be applied.
  const refused = args.out === undefined ? [] : await writeWhole(named(args.out), writePlan(plan))
  views[args.format](plan, io)
  if (refused.length > 0) return showDiagnostics(refused, io)
  return exitCodeOfPlan(plan, args['detailed-exitcode'])
}

/** A conflict is a finding, because apply would refuse it. */
function exitCodeOfPlan({ steps }: DeployPlan, detailed: boolean): ExitCode {
  if (steps.some(({ action }) => action === 'conflict')) return exitCodes.findings
  return detailed && steps.some(({ action }) => action !== 'none') ? exitCodes.pending : exitCodes.ok
}
