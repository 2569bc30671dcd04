import { counted, type JsonValue } from '@tripline/diagnostics'
import type { Expectation, ExpectedAlert } from '@tripline/rules'
import { formatDatetime } from '@tripline/schemas'
import type { Alert } from '../alert/alert.ts'
import type { Incident } from '../alert/incident.ts'
import { alertJson } from '../report/alert-json.ts'
import { instantText } from '../run/scheduled-run.ts'
import { compareAlert } from './compare-alert.ts'
import type { Difference } from './difference.ts'
import { type Pairing, pair } from './pair.ts'

/** What a case came to. */
export interface Raised {
  readonly alerts: readonly Alert[]
  readonly incidents: readonly Incident[]
}

/** All differences between outcome and expectation; empty if the case passes. */
export function compare(expect: Expectation, raised: Raised): readonly Difference[] {
  if (expect.isTodo) return [unwritten(expect, raised.alerts)]
  return [...compareAlerts(expect, raised.alerts), ...compareIncidents(expect, raised.incidents)]
}

/** The path of the difference of a case whose expectation is still to be written. */
export const todoPath = 'expect'

const unwritten = ({ span }: Expectation, alerts: readonly Alert[]): Difference => ({
  path: todoPath,
  expected: 'todo',
  actual: alerts.map(alertJson),
  span,
  message: 'nothing is expected yet; test --update writes the alerts that were raised',
})

/** The cost of comparing each expected alert with each raised one, entities included. */
export function comparisons({ alerts: expected = [] }: Expectation, actual: readonly Alert[]): number {
  const wanted = expected.reduce((sum, { entities = [] }) => sum + entities.length, expected.length)
  const raised = actual.reduce((sum, { entities }) => sum + entities.length, 0)
  return wanted * actual.length + expected.length * raised
}

/** Alerts are compared as sets, so the order within one instant does not matter. */
function compareAlerts({ alerts: expected, span }: Expectation, actual: readonly Alert[]): readonly Difference[] {
  if (!expected) return []
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

function compareIncidents({ incidents: expected }: Expectation, actual: readonly Incident[]): readonly Difference[] {
  if (!expected || expected.value === actual.length) return []
  const message = `expected ${counted(expected.value, 'incident')}, got ${actual.length}`
  return [{ path: 'incidents', expected: expected.value, actual: actual.length, span: expected.span, message }]
}
