import type { Action, DeployPlan, FieldChange, Step } from '@tripline/deploy'
import { type Palette, printable } from '@tripline/diagnostics'
import type { Io } from '../io.ts'
import { paletteOf } from './palette.ts'

const signs = { create: '+', update: '~', none: '=', conflict: '!' } as const satisfies Record<Action, string>
const nouns = { alertRules: 'rule', tables: 'table' } as const satisfies Record<Step['type'], string>

/** Longer values, as queries are, are cut. */
const widest = 70

/** What applying would do, then the sums; what stays as it is is only counted. */
export function showPlan({ workspace, resource, steps }: DeployPlan, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const moving = steps.filter(({ action }) => action !== 'none')
  const parts = [
    `${palette.place(printable(workspace))} ${palette.faint(resource)}`,
    ...(moving.length > 0 ? [moving.map(step => stepText(step, palette)).join('\n')] : []),
    sums(steps),
  ]
  io.stdout.write(`${parts.join('\n\n')}\n`)
}

export function stepLine({ action, type, name }: Step): string {
  return `${signs[action]} ${action} ${nouns[type]} ${printable(name)}`
}

function stepText(step: Step, palette: Palette): string {
  const paint = step.action === 'conflict' ? palette.error : palette.place
  return [
    paint(stepLine(step)),
    ...(step.reason === undefined ? [] : [`    ${printable(step.reason)}`]),
    ...(step.action === 'create' ? [] : step.changes.map(changeText)),
  ].join('\n')
}

const changeText = ({ path, from, to }: FieldChange): string => `    ${path}: ${valueText(from)} -> ${valueText(to)}`

function valueText(value: unknown): string {
  const text = printable(JSON.stringify(value))
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text
}

function sums(steps: readonly Step[]): string {
  const of = (action: Action) => steps.filter(step => step.action === action).length
  const conflicts = of('conflict') > 0 ? `, ${of('conflict')} in conflict` : ''
  return `${of('create')} to create, ${of('update')} to update, ${of('none')} as they should be${conflicts}`
}
