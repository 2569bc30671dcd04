import {
  type Action,
  countActions,
  type DeployPlan,
  type FieldChange,
  kindOf,
  planCost,
  type Step,
} from '@tripline/deploy'
import {
  counted,
  indented,
  joined,
  oneLine,
  type Palette,
  type Printable,
  printable,
  text,
} from '@tripline/diagnostics'
import { unifiedDiff } from './unified-diff.ts'

const signs = { create: '+', update: '~', delete: '-', none: '=', conflict: '!' } as const satisfies Record<
  Action,
  string
>

/** Longer values are cut, unless they have lines. */
const widest = 70

export const stepLine = (step: Step): Printable =>
  text`${step.adopts ? '^ adopt' : `${signs[step.action]} ${step.action}`} ${kindOf(step).noun} ${step.name}`

/** The steps of a plan that are more than counted. */
export const stepsToShow = ({ steps }: DeployPlan): readonly Step[] =>
  steps.filter(({ action, adopts }) => action !== 'none' || adopts)

/** A step with what changes, what the reviewer should know, and why it cannot be applied. */
export function stepText(step: Step, workspace: string, palette: Palette): Printable {
  const paint = step.action === 'conflict' ? palette.error : palette.strong
  const lines = [
    paint(stepLine(step)),
    ...(step.reason === undefined ? [] : [text`    ${step.reason}`]),
    ...(step.resolve === undefined
      ? []
      : [text`    to go ahead all the same: --${step.resolve.choice} ${step.resolve.id}${keeping(step, workspace)}`]),
    ...step.warnings.map(warning => text`    ${palette.warning(printable('warning'))} ${warning}`),
    ...(step.action === 'create' ? [] : step.changes.map(change => changeText(change, palette))),
  ]
  return joined(lines, '\n')
}

/** How to keep what someone has edited. */
const keeping = ({ cause, id }: Step, workspace: string): string =>
  cause === 'edited' ? `; to keep the edit: ${absorbCommand(id, workspace)}` : ''

/** The command that writes what a workspace has into the files. */
export const absorbCommand = (id: string, workspace: string): string =>
  `tripline drift --workspace ${workspace} --absorb ${id}`

/** A field with both values; texts of several lines as a diff. */
export function changeText({ path, from, to }: FieldChange, palette: Palette): Printable {
  const diff = hasLines(from) || hasLines(to) ? unifiedDiff(lines(from), lines(to), palette) : undefined
  if (diff) return text`    ${path}:\n${indented(diff, 6)}`
  return text`    ${path}: ${valueText(from)} -> ${valueText(to)}`
}

const hasLines = (value: unknown): value is string => typeof value === 'string' && value.includes('\n')

/** A text whose last line ends like the others. */
const lines = (value: unknown): string => (typeof value === 'string' ? value.replace(/\s*$/, '\n') : '')

function valueText(value: unknown): string {
  const shown = oneLine(String(JSON.stringify(value)))
  return shown.length > widest ? `${shown.slice(0, widest - 1)}…` : shown
}

/** `1 to create, 2 to update, 211 unchanged (5 to adopt); 8 writes in 21 requests, about 2 s`. */
export function planSums(plans: readonly DeployPlan[]): string {
  const { create, update, adopt, none, conflict, delete: deleted } = countActions(plans)
  const costs = plans.map(planCost)
  const [writes, requests, seconds, left] = [
    sum(costs.map(cost => cost.writes)),
    sum(costs.map(cost => cost.requests)),
    sum(costs.map(cost => cost.seconds)),
    sum(plans.map(({ surplus }) => surplus)),
  ]
  const adopts = adopt > 0 ? ` (${adopt} to adopt)` : ''
  const deletes = deleted > 0 ? `, ${deleted} to delete` : ''
  const conflicts = conflict > 0 ? `, ${conflict} in conflict` : ''
  const surplus = left > 0 ? `, ${left} no longer in the project (--prune deletes them)` : ''
  const cost = writes > 0 ? `; ${counted(writes, 'write')} in ${requests} requests, about ${seconds} s` : ''
  return `${create} to create, ${update} to update${deletes}, ${none} unchanged${adopts}${conflicts}${surplus}${cost}`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
