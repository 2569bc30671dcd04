import { driftOf } from '@tripline/deploy'
import type { Args } from '../command-line/grammar.ts'
import { planTargets } from '../deploy/plan-targets.ts'
import { mapReport, valuesOf } from '../deploy/report.ts'
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
  const planned = await planTargets(args, context, { prune: false }, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const report = mapReport(planned.value, ({ plan, actual }) => driftOf(plan, actual))
  views[args.format](report, io)
  if (shown !== exitCodes.ok) return shown
  return valuesOf(report).some(({ drifted }) => drifted.length > 0) ? exitCodes.findings : exitCodes.ok
}
