import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { carryOut } from '../deploy/carry-out.ts'
import { planTargets } from '../deploy/plan-targets.ts'
import { savedPlans } from '../deploy/saved-plans.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

export async function run(args: Args<'apply'>, io: Io): Promise<ExitCode> {
  const { plan: path, workspace, all } = args
  if (path === undefined && workspace === undefined && !all) {
    const reason = 'pass a saved plan or --workspace NAME, or --all'
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned =
    path === undefined ? await planTargets(args, context, args, io) : await savedPlans(path, 'apply', args, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const { format, yes, 'max-deletes': maxDeletes } = args
  return carryOut(planned.value, { isReviewed: path !== undefined, shown, format, yes, maxDeletes }, context, io)
}
