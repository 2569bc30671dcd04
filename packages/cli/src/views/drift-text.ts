import { type Drift, type Drifted, kindOf } from '@tripline/deploy'
import { counted, joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { absorbCommand, changeText } from './plan-text.ts'

const words: Readonly<Record<Drifted['cause'], string>> = {
  edited: 'edited outside',
  disabled: 'disabled by Sentinel',
  deleted: 'deleted outside',
  foreign: 'not deployed by this project',
  differs: 'differs',
}

/** What to do about a resource of a workspace (`at`); absent where nothing but a change of the files helps. */
const remedies: Readonly<Partial<Record<Drifted['cause'], (id: string, at: string) => string>>> = {
  edited: (id, at) => `keep it: ${absorbCommand(id, at)}; undo it: tripline plan --workspace ${at} --overwrite ${id}`,
  foreign: (id, at) => `keep it: ${absorbCommand(id, at)}; replace it: tripline plan --workspace ${at} --adopt ${id}`,
  disabled: (id, at) => `once the cause is removed: tripline plan --workspace ${at} --enable ${id}`,
  differs: (id, at) => `keep it: ${absorbCommand(id, at)}; undo it: tripline plan --workspace ${at}`,
}

/** A resource with what has changed in it, from the file to the workspace, and what to do about it. */
export function driftedText(drifted: Drifted, workspace: string, palette: Palette): Printable {
  const { type, id, name, cause, reason, changes } = drifted
  const remedy = remedies[cause]?.(id, workspace)
  const lines = [
    palette.error(text`${kindOf({ type }).noun} ${name}: ${reason ?? words[cause]}`),
    text`    id ${id}`,
    ...changes.map(change => changeText(change, palette)),
    ...(remedy === undefined ? [] : [text`    ${remedy}`]),
  ]
  return joined(lines, '\n')
}

/** `1 drifted, 210 as applied, 2 changes not applied yet, 3 not deployed by this project`. */
export function driftSums(drifts: readonly Drift[]): string {
  const sum = (numberIn: (drift: Drift) => number) => drifts.reduce((total, drift) => total + numberIn(drift), 0)
  const pending = sum(drift => drift.pending)
  const unowned = sum(drift => drift.unowned.length)
  return [
    `${sum(({ drifted }) => drifted.length)} drifted`,
    `${sum(({ unchanged }) => unchanged)} as applied`,
    ...(pending > 0 ? [`${counted(pending, 'change')} not applied yet`] : []),
    ...(unowned > 0 ? [`${unowned} not deployed by this project`] : []),
  ].join(', ')
}

/** The resources that nobody has in a file. */
export const unownedText = ({ unowned }: Drift): readonly Printable[] =>
  unowned.map(one => printable(`not deployed by this project: ${kindOf(one).noun} ${one.name} (${one.id})`))
