import { writePlans } from '@tripline/deploy'
import { named } from '@tripline/files'
import type { Args } from '../command-line/grammar.ts'
import { exitCodeOfPlans } from '../deploy/plan-target.ts'
import { planTargets } from '../deploy/plan-targets.ts'
import { mapTargetReport, valuesOf } from '../deploy/target-report.ts'
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
  const planned = await planTargets(args, context, args, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const report = mapTargetReport(planned.value, ({ plan }) => plan)
  const plans = valuesOf(report)
  // The file first, so that a plan that is shown can be applied.
  const refused =
    args.out === undefined || plans.length === 0 ? [] : await writeWhole(named(args.out), writePlans(plans))
  views[args.format](report, io)
  if (refused.length > 0) return showDiagnostics(refused, io)
  return shown === exitCodes.ok ? exitCodeOfPlans(plans, args['detailed-exitcode']) : shown
}
