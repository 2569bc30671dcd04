import type { DeployPlan } from '@tripline/deploy'
import { joined, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { planSums, stepText } from './plan-text.ts'

/** What applying would do, then the totals; unchanged resources are only counted. */
export function showPlan(plan: DeployPlan, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const moving = plan.steps.filter(({ action }) => action !== 'none').map(step => stepText(step, palette))
  const parts = [
    text`${palette.strong(printable(plan.workspace))} ${palette.faint(printable(plan.resource))}`,
    ...(moving.length > 0 ? [joined(moving, '\n')] : []),
    printable(planSums(plan)),
  ]
  io.stdout.write(text`${joined(parts, '\n\n')}\n`)
}
