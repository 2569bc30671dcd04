import {
  type ApplyOptions,
  type ApplyReport,
  type DeployPlan,
  isChange,
  type StepOutcome,
  type StepResult,
} from '@tripline/deploy'
import { type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { type TargetReport, valuesOf } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { stepLine } from './plan-text.ts'
import { progress } from './progress.human.ts'
import { sumLines } from './target-report.ts'

export const showQuestion = ({ stderr }: Io): void => stderr.write(text`\nApply this plan? Type "yes" to continue: `)

export const showDeclined = ({ stderr }: Io): void => stderr.write(text`Nothing was applied.\n`)

/** Begins what is shown of one of several workspaces. */
export const showWorkspace = ({ workspace }: DeployPlan, io: Io): void =>
  io.stdout.write(text`${paletteOf(io.stdout, io).strong(printable(workspace))}\n`)

type Followed = Required<Pick<ApplyOptions, 'onStart' | 'onStep'>>

/** Characters of the bar. */
const width = 20

/** Shows, on a terminal, how far applying has come, and the step that began last. */
export function showCurrentStep({ steps }: DeployPlan, io: Io): Followed {
  const line = progress(io)
  const all = steps.filter(isChange).length
  let done = 0
  return {
    onStart(step) {
      const filled = Math.floor((done / all) * width)
      line.show(text`${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${all} ${stepLine(step)} …`)
    },
    onStep({ step }) {
      if (isChange(step)) done += 1
      line.end()
    },
  }
}

/** Shows each step that changes something as it ends, and the one that is under way. */
export function showSteps(plan: DeployPlan, io: Io): Followed {
  const palette = paletteOf(io.stdout, io)
  const current = showCurrentStep(plan, io)
  return {
    ...current,
    onStep(result) {
      current.onStep(result)
      if (result.outcome !== 'unchanged') io.stdout.write(text`${resultText(result, palette)}\n`)
    },
  }
}

/** How many steps had each outcome, in each workspace. */
export function showSums(report: TargetReport<ApplyReport>, { stdout }: Io): void {
  const sumsOf = (reports: readonly ApplyReport[]) => sums(reports.flatMap(({ results }) => results))
  const [one] = valuesOf(report)
  stdout.write(text`${report.isOne && one ? printable(sumsOf([one])) : sumLines(report, sumsOf)}\n`)
}

function resultText({ step, outcome, error }: StepResult, palette: Palette): Printable {
  const line = text`${stepLine(step)}: ${outcome}`
  return error ? text`${palette.error(line)}\n    ${error.code}: ${error.message}` : line
}

const outcomes: readonly StepOutcome[] = ['applied', 'unchanged', 'failed', 'refused', 'skipped']

function sums(results: readonly StepResult[]): string {
  const counts = outcomes.map(
    outcome => [outcome, results.filter(result => result.outcome === outcome).length] as const,
  )
  return (
    counts.flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : [])).join(', ') || 'nothing to apply'
  )
}
