import { driftOf } from '@tripline/deploy'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import type { LivePlan } from '../deploy/plan-target.ts'
import { planTargets } from '../deploy/plan-targets.ts'
import { mapTargetReport, type TargetReport, valuesOf } from '../deploy/target-report.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showAbsorbed, showAbsorbedJson } from '../views/absorb.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showDrift } from '../views/drift.human.ts'
import { showDriftJson } from '../views/drift.json.ts'
import { showDriftMarkdown } from '../views/drift.markdown.ts'

const absorbedViews = { human: showAbsorbed, json: showAbsorbedJson, markdown: undefined }
const views = { human: showDrift, json: showDriftJson, markdown: showDriftMarkdown }

export async function run(args: Args<'drift'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned = await planTargets(args, context, { prune: false }, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  if (args.absorb) return absorb(args.absorb, args.format, planned.value, context.root, io)
  const report = mapTargetReport(planned.value, ({ plan, actual }) => driftOf(plan, actual))
  views[args.format](report, io)
  if (shown !== exitCodes.ok) return shown
  return valuesOf(report).some(({ drifted }) => drifted.length > 0) ? exitCodes.findings : exitCodes.ok
}

/** Writes what a workspace has into the files of the project. */
async function absorb(
  ids: readonly string[],
  format: Args<'drift'>['format'],
  { isOne, outcomes: [outcome] }: TargetReport<LivePlan>,
  root: string,
  io: Io,
): Promise<ExitCode> {
  const show = absorbedViews[format]
  if (!isOne || !outcome || 'failure' in outcome || !show) {
    const reason = show ? '--absorb needs one workspace: --workspace NAME' : '--absorb has no report in Markdown'
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  const { absorbDrift } = await import('../deploy/absorb-drift.ts')
  const { value, diagnostics } = await absorbDrift(ids, outcome.value, root, io)
  if (!value) return showDiagnostics(diagnostics, io)
  show(outcome.workspace, value, io)
  return value.some(one => 'reason' in one) ? exitCodes.findings : exitCodes.ok
}
