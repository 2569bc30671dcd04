import { createInterface } from 'node:readline/promises'
import { type ApplyReport, applyPlan, isChange } from '@tripline/deploy'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { openJournal } from '../deploy/open-journal.ts'
import type { Planned } from '../deploy/plan-target.ts'
import { planTargets } from '../deploy/plan-targets.ts'
import { mapReport, type Outcome, type Report, valuesOf } from '../deploy/report.ts'
import { savedPlans } from '../deploy/saved-plans.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import {
  showCurrentStep,
  showDeclined,
  showQuestion,
  showSteps,
  showSums,
  showWorkspace,
} from '../views/apply.human.ts'
import { showApplyJson } from '../views/apply.json.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showPlan } from '../views/plan.human.ts'

const views = {
  human: { begin: showWorkspace, follow: showSteps, end: showSums },
  json: { begin: () => {}, follow: showCurrentStep, end: showApplyJson },
}
const converged: readonly string[] = ['applied', 'unchanged']

export async function run(args: Args<'apply'>, io: Io): Promise<ExitCode> {
  const { plan: path, workspace, all } = args
  if (path === undefined && workspace === undefined && !all) {
    const reason = 'pass a saved plan or --workspace NAME, or --all'
    return showDiagnostics([commandReport['option-conflict'](undefined, reason)], io)
  }
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const planned =
    path === undefined ? await planTargets(args, context, args, io) : await savedPlans(path, args, context, io)
  const shown = showDiagnostics([...diagnostics, ...planned.diagnostics], io)
  if (!planned.value) return shown
  const steps = valuesOf(planned.value).flatMap(({ plan }) => plan.steps)
  const deletes = steps.filter(({ action }) => action === 'delete').length
  if (deletes > args['max-deletes']) {
    return showDiagnostics([commandReport['deletes-too-many'](undefined, deletes, args['max-deletes'])], io)
  }
  if (path === undefined && !args.yes && steps.some(isChange)) {
    if (!io.stdin.isTTY) {
      return showDiagnostics([commandReport['option-conflict'](undefined, 'no terminal to confirm on; pass --yes')], io)
    }
    showPlan(
      mapReport(planned.value, ({ plan }) => plan),
      io,
    )
    if (!(await approved(io))) {
      showDeclined(io)
      return exitCodes.findings
    }
  }
  const report = await applyAll(planned.value, args.format, context, io)
  views[args.format].end(report, io)
  if (shown !== exitCodes.ok) return shown
  const results = valuesOf(report).flatMap(one => one.results)
  return results.every(({ outcome }) => converged.includes(outcome)) ? exitCodes.ok : exitCodes.findings
}

/** Applies the plans of one workspace after the other. */
async function applyAll(
  { isOne, outcomes }: Report<Planned>,
  format: Args<'apply'>['format'],
  { project, root }: ProjectContext,
  io: Io,
): Promise<Report<ApplyReport>> {
  const concurrency = project.deploy.concurrency?.value
  const applied: Outcome<ApplyReport>[] = []
  for (const outcome of outcomes) {
    if ('failure' in outcome) {
      applied.push(outcome)
      continue
    }
    const { plan, client } = outcome.value
    const { begin, follow } = views[format]
    if (!isOne) begin(plan, io)
    const journal = openJournal(plan, root, io)
    const value = await applyPlan(plan, client, {
      ...follow(plan, io),
      journal: journal.write,
      ...(concurrency !== undefined && { concurrency }),
    })
    showDiagnostics(journal.close(), io)
    applied.push({ workspace: outcome.workspace, value })
  }
  return { isOne, outcomes: applied }
}

async function approved(io: Io): Promise<boolean> {
  const lines = createInterface({ input: io.stdin })
  showQuestion(io)
  const answer = await Promise.race([lines[Symbol.asyncIterator]().next(), io.interrupted()])
  lines.close()
  return answer?.value === 'yes'
}
