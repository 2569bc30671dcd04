import type { Diagnosed } from '@tripline/diagnostics'
import { planArchive } from '../archive/plan-archive.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { carryOut } from '../deploy/carry-out.ts'
import type { Planned } from '../deploy/plan-target.ts'
import { savedPlans } from '../deploy/saved-plans.ts'
import type { TargetReport } from '../deploy/target-report.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'

export async function run(args: Args<'archive apply'>, io: Io): Promise<ExitCode> {
  const { plan: path, workspace, format, yes } = args
  if (path === undefined && workspace === undefined) {
    return showDiagnostics([commandReport['option-conflict'](undefined, 'pass a saved plan or --workspace NAME')], io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned =
    path === undefined
      ? await planOne(workspace!, context, io)
      : await savedPlans(path, 'archive apply', { workspace }, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  // Nothing of an archive is ever deleted.
  return carryOut(planned.value, { isReviewed: path !== undefined, shown, format, yes, maxDeletes: 0 }, context, io)
}

async function planOne(workspace: string, context: ProjectContext, io: Io): Promise<Diagnosed<TargetReport<Planned>>> {
  const { value, diagnostics } = await planArchive(workspace, context, io)
  return { ...(value && { value: { isOne: true, outcomes: [{ workspace, value }] } }), diagnostics }
}
