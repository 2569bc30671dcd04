import { counted, joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { instantText } from '@tripline/replay'
import type { AlertChange, RuleChange } from '../diff/diff-alerts.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

/** The rules whose alerts differ, then the totals. */
export function showDiff(changes: readonly RuleChange[], base: string, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const blocks = changes.filter(hasChanged).map(change => ruleChangeText(change, palette))
  io.stdout.write(text`${joined([...blocks, diffSum(changes, base)], '\n\n')}\n`)
}

export const hasChanged = ({ alerts }: RuleChange): boolean => alerts.length > 0

export const countChanges = (changes: readonly RuleChange[]) => {
  const all = changes.flatMap(({ alerts }) => alerts)
  const count = (wanted: AlertChange['change']) => all.filter(({ change }) => change === wanted).length
  return { added: count('added'), removed: count('removed') }
}

export function diffSum(changes: readonly RuleChange[], base: string): Printable {
  const { added, removed } = countChanges(changes)
  if (added + removed === 0) return text`the rules raise the same alerts as in ${base}`
  const rules = counted(changes.filter(hasChanged).length, 'rule')
  return text`${counted(added, 'alert')} added and ${removed} removed since ${base}, in ${rules}`
}

const signs = { added: '+', removed: '-' } as const

/** A rule, then what it was run over, each with the alerts that came and went. */
export function ruleChangeText({ rule, state, alerts }: RuleChange, palette: Palette): Printable {
  const sources = [...new Set(alerts.map(({ source }) => source))]
  const what = state === 'added' || state === 'removed' ? ` (${state})` : ''
  return joined(
    [
      text`${palette.strong(printable(rule))}${what}`,
      ...sources.flatMap(source => [
        text`  ${source}`,
        ...alerts.filter(one => one.source === source).map(one => text`    ${alertText(one)}`),
      ]),
    ],
    '\n',
  )
}

function alertText({ change, alert: { at, severity, title, entities } }: AlertChange): Printable {
  const values = entities.map(({ type, identifiers }) => `${type} ${Object.values(identifiers).join(' ')}`)
  const about = values.length > 0 ? ` (${values.join(', ')})` : ''
  return text`${signs[change]} ${instantText(at)} ${severity} ${title}${about}`
}
