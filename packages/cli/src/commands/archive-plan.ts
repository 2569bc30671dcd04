import { writePlans } from '@tripline/deploy'
import { named } from '@tripline/files'
import { archivedVolume } from '../archive/archived-volume.ts'
import { planArchive } from '../archive/plan-archive.ts'
import type { Args } from '../command-line/grammar.ts'
import { exitCodeOfPlans } from '../deploy/plan-target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showArchivePlan } from '../views/archive-plan.human.ts'
import { showArchivePlanJson } from '../views/archive-plan.json.ts'
import { showArchivePlanMarkdown } from '../views/archive-plan.markdown.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { writeWhole } from '../write/write-whole.ts'

const views = { human: showArchivePlan, json: showArchivePlanJson, markdown: showArchivePlanMarkdown }

export async function run(args: Args<'archive plan'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned = await planArchive(args.workspace, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const { plan, archive, client } = planned.value
  // The file first, so that a plan that is shown can be applied.
  const refused = args.out === undefined ? [] : await writeWhole(named(args.out), writePlans([plan]))
  const volume = await archivedVolume(client.queries, archive.tables)
  views[args.format]({ plan, archive, ...(volume && { volume }) }, io)
  if (refused.length > 0) return showDiagnostics(refused, io)
  return shown === exitCodes.ok ? exitCodeOfPlans([plan], args['detailed-exitcode']) : shown
}
