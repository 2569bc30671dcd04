import { countActions, type DeployPlan } from '@tripline/deploy'
import { joined, plain, preformatted, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { fittingBlocks } from './fitting-blocks.ts'
import { planSums, stepText } from './plan-text.ts'

/** Bytes. GitHub takes comments of 65,536 characters, and an escaped character may have five. */
const comment = 12_000

/** A comment for a pull request: the counts, then what changes and why something cannot be applied. */
export function showPlanMarkdown(plan: DeployPlan, { stdout }: Io): void {
  const { create, update, none, conflict } = countActions(plan)
  const moving = plan.steps.filter(({ action }) => action !== 'none')
  const parts = [
    text`### Plan\n\n`,
    preformatted(joined([printable(plan.workspace), printable(planSums(plan))], '\n')),
    text`\n| create | update | unchanged | conflict |\n|---:|---:|---:|---:|\n`,
    text`| ${create} | ${update} | ${none} | ${conflict} |\n`,
    fittingBlocks(
      moving.map(step => stepText(step, plain)),
      'more step',
      comment,
    ),
  ]
  stdout.write(joined(parts, ''))
}
