import type { ApplyReport, Outcome, StepResult } from '@tripline/deploy'
import { type Palette, printable } from '@tripline/diagnostics'
import type { Io } from '../io.ts'
import { paletteOf } from './palette.ts'
import { stepLine } from './plan.human.ts'

const question = 'Apply this plan? Only yes is taken for it: '

export const showQuestion = ({ stderr }: Io): void => stderr.write(`\n${question}`)

export const showDeclined = ({ stderr }: Io): void => stderr.write('Nothing was applied.\n')

/** What became of each step that was to change something, then the sums. */
export function showApply({ results }: ApplyReport, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const told = results.filter(({ outcome }) => outcome !== 'unchanged').map(result => resultText(result, palette))
  io.stdout.write(`${[...told, sums(results)].join('\n')}\n`)
}

function resultText({ step, outcome, error }: StepResult, palette: Palette): string {
  const line = `${stepLine(step)}: ${outcome}`
  return error ? `${palette.error(line)}\n    ${printable(`${error.code}: ${error.message}`)}` : line
}

const outcomes: readonly Outcome[] = ['applied', 'unchanged', 'failed', 'refused', 'skipped']

function sums(results: readonly StepResult[]): string {
  const counts = outcomes.map(
    outcome => [outcome, results.filter(result => result.outcome === outcome).length] as const,
  )
  return (
    counts.flatMap(([outcome, count]) => (count > 0 ? [`${count} ${outcome}`] : [])).join(', ') || 'nothing to apply'
  )
}
