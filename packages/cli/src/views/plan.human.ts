import { type Action, type DeployPlan, type FieldChange, kindOf, type Step } from '@tripline/deploy'
import { joined, oneLine, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { paletteOf } from './palette.ts'

const signs = { create: '+', update: '~', none: '=', conflict: '!' } as const satisfies Record<Action, string>

/** Longer values, such as queries, are cut. */
const widest = 70

/** What applying would do, then the totals; unchanged resources are only counted. */
export function showPlan({ workspace, resource, steps }: DeployPlan, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const moving = steps.filter(({ action }) => action !== 'none').map(step => stepText(step, palette))
  const parts = [
    text`${palette.strong(printable(workspace))} ${palette.faint(printable(resource))}`,
    ...(moving.length > 0 ? [joined(moving, '\n')] : []),
    printable(sums(steps)),
  ]
  io.stdout.write(text`${joined(parts, '\n\n')}\n`)
}

export const stepLine = (step: Step): Printable =>
  text`${signs[step.action]} ${step.action} ${kindOf(step).noun} ${step.name}`

function stepText(step: Step, palette: Palette): Printable {
  const paint = step.action === 'conflict' ? palette.error : palette.strong
  const lines = [
    paint(stepLine(step)),
    ...(step.reason === undefined ? [] : [text`    ${step.reason}`]),
    ...step.warnings.map(warning => text`    ${warning}`),
    ...(step.action === 'create' ? [] : step.changes.map(changeText)),
  ]
  return joined(lines, '\n')
}

const changeText = ({ path, from, to }: FieldChange): Printable =>
  text`    ${path}: ${valueText(from)} -> ${valueText(to)}`

function valueText(value: unknown): string {
  const shown = oneLine(String(JSON.stringify(value)))
  return shown.length > widest ? `${shown.slice(0, widest - 1)}…` : shown
}

function sums(steps: readonly Step[]): string {
  const of = (action: Action) => steps.filter(step => step.action === action).length
  const conflicts = of('conflict') > 0 ? `, ${of('conflict')} in conflict` : ''
  return `${of('create')} to create, ${of('update')} to update, ${of('none')} unchanged${conflicts}`
}
