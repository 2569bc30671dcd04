import { countActions, type DeployPlan } from '@tripline/deploy'
import { joined, plain, preformatted, text } from '@tripline/diagnostics'
import { type TargetReport, valuesOf } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { fittingBlocks } from './fitting-blocks.ts'
import { planSums, stepsToShow, stepText } from './plan-text.ts'
import { partsOf, sumLines } from './target-report.ts'

/** Bytes. GitHub takes comments of 65,536 characters, and an escaped character may have five. */
const comment = 12_000

/** A comment for a pull request: the counts, then what changes and why something cannot be applied. */
export function showPlanMarkdown(report: TargetReport<DeployPlan>, { stdout }: Io): void {
  const { create, update, delete: deleted, none, conflict } = countActions(valuesOf(report))
  const parts = [
    text`### Plan\n\n`,
    preformatted(sumLines(report, planSums)),
    text`\n| create | update | delete | unchanged | conflict |\n|---:|---:|---:|---:|---:|\n`,
    text`| ${create} | ${update} | ${deleted} | ${none} | ${conflict} |\n`,
    fittingBlocks(partsOf(report, plain, stepsIn), 'more step', comment),
  ]
  stdout.write(joined(parts, ''))
}

const stepsIn = (plan: DeployPlan) => stepsToShow(plan).map(step => stepText(step, plan.workspace, plain))
