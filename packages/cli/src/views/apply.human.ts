import type { ApplyReport, StepOutcome, StepResult } from '@tripline/deploy'
import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { paletteOf } from './palette.ts'
import { stepLine } from './plan.human.ts'

export const showQuestion = ({ stderr }: Io): void => stderr.write(text`\nApply this plan? Type "yes" to continue: `)

export const showDeclined = ({ stderr }: Io): void => stderr.write(text`Nothing was applied.\n`)

/** The outcome of each step that changes something, then the totals. */
export function showApply({ results }: ApplyReport, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const shown = results.filter(({ outcome }) => outcome !== 'unchanged').map(result => resultText(result, palette))
  io.stdout.write(text`${joined([...shown, sums(results)], '\n')}\n`)
}

function resultText({ step, outcome, error }: StepResult, palette: Palette): Printable {
  const line = text`${stepLine(step)}: ${outcome}`
  return error ? text`${palette.error(line)}\n    ${error.code}: ${error.message}` : line
}

const outcomes: readonly StepOutcome[] = ['applied', 'unchanged', 'failed', 'refused', 'skipped']

function sums(results: readonly StepResult[]): Printable {
  const counts = outcomes.map(
    outcome => [outcome, results.filter(result => result.outcome === outcome).length] as const,
  )
  return printable(
    counts.flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : [])).join(', ') || 'nothing to apply',
  )
}
