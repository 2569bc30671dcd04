import type { JsonValue, Span } from '@tripline/diagnostics'
import type { ExpectedAlert } from '@tripline/rules'
import { formatDatetime } from '@tripline/schemas'
import type { Alert } from '../alert/alert.ts'
import { alertJson } from '../report/alert-json.ts'
import { instantText } from '../run/scheduled-run.ts'
import { compareAlert } from './compare-alert.ts'
import type { Difference } from './difference.ts'
import { type Pairing, pair } from './pair.ts'

/**
 * Alerts are compared as sets, so the order within one instant does not matter. `span`: where alerts are reported that nothing
 * expects.
 */
export function compareAlerts(
  expected: readonly ExpectedAlert[],
  actual: readonly Alert[],
  span: Span,
): readonly Difference[] {
  const pairing: Pairing = pair(expected.length, actual.length, (want, got) =>
    compareAlert(expected[want]!, actual[got]!).map(difference => difference.path),
  )
  const differing = pairing.pairs.flatMap(([want, got]) =>
    compareAlert(expected[want]!, actual[got]!).map(({ note, ...difference }) => ({
      ...difference,
      path: `alerts[${want}].${difference.path}`,
      message: fieldMessage(difference.path, difference.expected, difference.actual, actual[got]!, note),
    })),
  )
  const missing = pairing.left.map(index => missingAlert(index, expected[index]!))
  const unexpected = pairing.right.map(index => ({
    path: 'alerts',
    expected: null,
    actual: alertJson(actual[index]!),
    span,
    message: `unexpected alert ${describe(actual[index]!)}`,
  }))
  return [...differing, ...missing, ...unexpected]
}

const describe = (alert: Alert): string => `"${alert.title}" at ${instantText(alert.at)}`

const fieldMessage = (path: string, expected: JsonValue, actual: JsonValue, alert: Alert, note?: string): string =>
  `${path} of the alert at ${instantText(alert.at)}: ${note ?? `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`}`

function missingAlert(index: number, expected: ExpectedAlert): Difference {
  const title = expected.title ? ` "${expected.title.value}"` : ''
  const at = expected.at ? ` at ${instantText(expected.at.value)}` : ''
  return {
    path: `alerts[${index}]`,
    expected: expectedJson(expected),
    actual: null,
    span: expected.span,
    message: `no alert${title} fired${at}`,
  }
}

/** The fields that identify an expected alert to a reader. */
const expectedJson = ({ at, severity, title }: ExpectedAlert): JsonValue => ({
  ...(at && { at: formatDatetime(at.value) }),
  ...(severity && { severity: severity.value }),
  ...(title && { title: title.value }),
})
