import { createInterface } from 'node:readline/promises'
import { type ApplyReport, applyPlan, isChange } from '@tripline/deploy'
import { commandReport } from '../command-line/command-report.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
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
import { openJournal } from './open-journal.ts'
import type { Planned } from './plan-target.ts'
import { mapTargetReport, type Outcome, type TargetReport, valuesOf } from './target-report.ts'

const views = {
  human: { begin: showWorkspace, follow: showSteps, end: showSums },
  json: { begin: () => {}, follow: showCurrentStep, end: showApplyJson },
}
const converged: readonly string[] = ['applied', 'unchanged']

/** How plans are carried out. */
export interface CarryingOut {
  /** Whether a saved plan was passed, which somebody has seen. */
  readonly isReviewed: boolean
  readonly yes: boolean
  readonly maxDeletes: number
  readonly format: keyof typeof views
  /** The exit code of what was reported before. */
  readonly shown: ExitCode
}

/** Carries plans out, after approval if nobody has seen them. */
export async function carryOut(
  planned: TargetReport<Planned>,
  { isReviewed, yes, maxDeletes, format, shown }: CarryingOut,
  context: ProjectContext,
  io: Io,
): Promise<ExitCode> {
  const steps = valuesOf(planned).flatMap(({ plan }) => plan.steps)
  const deletes = steps.filter(({ action }) => action === 'delete').length
  if (deletes > maxDeletes) {
    return showDiagnostics([commandReport['deletes-too-many'](undefined, deletes, maxDeletes)], io)
  }
  if (!isReviewed && !yes && steps.some(isChange)) {
    if (!io.stdin.isTTY) {
      return showDiagnostics([commandReport['option-conflict'](undefined, 'no terminal to confirm on; pass --yes')], io)
    }
    showPlan(
      mapTargetReport(planned, ({ plan }) => plan),
      io,
    )
    if (!(await approved(io))) {
      showDeclined(io)
      return exitCodes.findings
    }
  }
  const report = await applyAll(planned, format, context, io)
  views[format].end(report, io)
  if (shown !== exitCodes.ok) return shown
  const results = valuesOf(report).flatMap(one => one.results)
  return results.every(({ outcome }) => converged.includes(outcome)) ? exitCodes.ok : exitCodes.findings
}

/** Applies the plans of one workspace after the other. */
async function applyAll(
  { isOne, outcomes }: TargetReport<Planned>,
  format: CarryingOut['format'],
  { project, root }: ProjectContext,
  io: Io,
): Promise<TargetReport<ApplyReport>> {
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
