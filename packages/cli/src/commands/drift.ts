import { driftOf } from '@tripline/deploy'
import type { Args } from '../command-line/grammar.ts'
import { planTarget } from '../deploy/plan-target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showDrift } from '../views/drift.human.ts'
import { showDriftJson } from '../views/drift.json.ts'
import { showDriftMarkdown } from '../views/drift.markdown.ts'

const views = { human: showDrift, json: showDriftJson, markdown: showDriftMarkdown }

export async function run(args: Args<'drift'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned = await planTarget(args.workspace, context, { prune: false }, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const drift = driftOf(planned.value.plan, planned.value.actual)
  views[args.format](drift, io)
  return drift.drifted.length > 0 ? exitCodes.findings : exitCodes.ok
}
