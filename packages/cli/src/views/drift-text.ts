import { type Drift, type Drifted, kindOf } from '@tripline/deploy'
import { counted, joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { changeText } from './plan-text.ts'

const words: Readonly<Record<Drifted['cause'], string>> = {
  edited: 'edited outside',
  disabled: 'disabled by Sentinel',
  deleted: 'deleted outside',
  foreign: 'not deployed by this project',
  differs: 'differs',
}

/** What to do about it; absent where nothing but a change of the files helps. */
const remedies: Readonly<Partial<Record<Drifted['cause'], (id: string) => string>>> = {
  edited: id => `keep it: tripline drift --absorb ${id}; undo it: tripline plan --overwrite ${id}`,
  foreign: id => `keep it: tripline drift --absorb ${id}; replace it: tripline plan --adopt ${id}`,
  disabled: id => `once the cause is removed: tripline plan --enable ${id}`,
}

/** A resource with what has changed in it, from the file to the workspace, and what to do about it. */
export function driftedText({ type, id, name, cause, reason, changes }: Drifted, palette: Palette): Printable {
  const remedy = remedies[cause]?.(id)
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
