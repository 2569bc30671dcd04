import type { DeployPlan } from '@tripline/deploy'
import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { planSums, stepsToShow, stepText } from './plan-text.ts'
import { blocksOf, totalLine } from './target-report.ts'

/** What applying would do to each workspace, then the totals; unchanged resources are only counted. */
export function showPlan(report: TargetReport<DeployPlan>, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const blocks = blocksOf(report, palette, plan => planText(plan, palette))
  io.stdout.write(text`${joined(report.isOne ? blocks : [...blocks, totalLine(report, planSums)], '\n\n')}\n`)
}

function planText(plan: DeployPlan, palette: Palette): Printable {
  const moving = stepsToShow(plan).map(step => stepText(step, plan.workspace, palette))
  const parts = [
    text`${palette.strong(printable(plan.workspace))} ${palette.faint(printable(plan.resource))}`,
    ...(moving.length > 0 ? [joined(moving, '\n')] : []),
    printable(planSums([plan])),
  ]
  return joined(parts, '\n\n')
}
