import type { JsonValue } from '@tripline/diagnostics'
import type { Expectation, ExpectedAlert } from '@tripline/rules'
import type { Alert } from '../alert/alert.ts'
import { instantText } from '../run/scheduled-run.ts'
import { compareAlert, type FieldDifference } from './compare-alert.ts'
import { pair } from './pair.ts'

/**
 * How each expected alert that was not raised differs from the nearest one that was, as lines of a diff; empty if they all were,
 * or none was raised.
 */
export function alertDiff({ alerts: expected = [] }: Expectation, raised: readonly Alert[]): readonly string[] {
  const { pairs, left, right } = pair(expected.length, raised.length, (want, got) =>
    compareAlert(expected[want]!, raised[got]!).map(({ path }) => path),
  )
  // An alert of another run is not a partner, but shows what happened instead.
  const others = right.length > 0 ? right.map(index => raised[index]!) : raised
  const compared = [
    ...pairs.map(([want, got]) => [want, raised[got]!] as const),
    ...left.flatMap(want => nearest(expected[want]!, others).map(alert => [want, alert] as const)),
  ]
  return compared
    .sort(([a], [b]) => a - b)
    .flatMap(([want, alert]) => diffOf(want, alert, compareAlert(expected[want]!, alert)))
}

/** The alert with the fewest differences, the first of several. */
function nearest(expected: ExpectedAlert, candidates: readonly Alert[]): readonly Alert[] {
  const [first] = candidates
    .map(alert => ({ alert, distance: compareAlert(expected, alert).length }))
    .sort((a, b) => a.distance - b.distance)
  return first ? [first.alert] : []
}

function diffOf(want: number, alert: Alert, differences: readonly FieldDifference[]): readonly string[] {
  if (differences.length === 0) return []
  const heading = `alerts[${want}] and the nearest alert, "${alert.title}" at ${instantText(alert.at)}:`
  return [heading, ...differences.flatMap(fieldLines)]
}

/** Entities are compared one by one, other fields as a whole. */
function fieldLines({ path, expected, actual }: FieldDifference): readonly string[] {
  if (path !== 'entities') return [`- ${path}: ${JSON.stringify(expected)}`, `+ ${path}: ${JSON.stringify(actual)}`]
  const [wanted, got] = [expected, actual].map(side => (side as readonly JsonValue[]).map(item => JSON.stringify(item)))
  return [
    ...wanted!.filter(item => !got!.includes(item)).map(item => `- entity ${item}`),
    ...got!.filter(item => !wanted!.includes(item)).map(item => `+ entity ${item}`),
  ]
}
