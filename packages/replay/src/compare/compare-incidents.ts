import { counted, type JsonValue, type Located } from '@tripline/diagnostics'
import type { ExpectedIncident } from '@tripline/rules'
import { formatDatetime } from '@tripline/schemas'
import type { Incident } from '../alert/incident.ts'
import { incidentJson } from '../report/incident-json.ts'
import { instantText } from '../run/scheduled-run.ts'
import { compareAlerts } from './compare-alerts.ts'
import type { Difference } from './difference.ts'
import { pair } from './pair.ts'

/** The number of incidents, or each of them, in any order. */
export function compareIncidents(
  { value, span }: Located<number | readonly ExpectedIncident[]>,
  actual: readonly Incident[],
): readonly Difference[] {
  if (typeof value !== 'number') return compareListed({ value, span }, actual)
  if (value === actual.length) return []
  const message = `expected ${counted(value, 'incident')}, got ${actual.length}`
  return [{ path: 'incidents', expected: value, actual: actual.length, span, message }]
}

function compareListed(
  { value: expected, span }: Located<readonly ExpectedIncident[]>,
  actual: readonly Incident[],
): readonly Difference[] {
  const { pairs, left, right } = pair(expected.length, actual.length, (want, got) =>
    compareIncident(expected[want]!, actual[got]!).map(({ path }) => path),
  )
  const differing = pairs.flatMap(([want, got]) =>
    compareIncident(expected[want]!, actual[got]!).map(difference => ({
      ...difference,
      path: `incidents[${want}].${difference.path}`,
    })),
  )
  const missing = left.map(index => missingIncident(index, expected[index]!))
  const unexpected = right.map(index => ({
    path: 'incidents',
    expected: null,
    actual: incidentJson(actual[index]!),
    span,
    message: `unexpected incident ${describe(actual[index]!)}`,
  }))
  return [...differing, ...missing, ...unexpected]
}

/** Paths are relative to the incident. */
function compareIncident(expected: ExpectedIncident, actual: Incident): readonly Difference[] {
  const field = <T extends JsonValue>(path: string, wanted: Located<T> | undefined, got: T): readonly Difference[] => {
    if (!wanted || wanted.value === got) return []
    const message = `${path} of the incident ${describe(actual)}: expected ${JSON.stringify(wanted.value)}, got ${JSON.stringify(got)}`
    return [{ path, expected: wanted.value, actual: got, span: wanted.span, message }]
  }
  const { at, severity, title, alerts, span } = expected
  const within = alerts ? compareAlerts(alerts, actual.alerts, span) : []
  return [
    ...field('at', at && { ...at, value: formatDatetime(at.value) }, formatDatetime(actual.at)),
    ...field('severity', severity, actual.severity),
    ...field('title', title, actual.title),
    ...within.map(difference => ({
      ...difference,
      message: `the incident ${describe(actual)}: ${difference.message}`,
    })),
  ]
}

const describe = ({ title, at }: Incident): string => `"${title}" at ${instantText(at)}`

function missingIncident(index: number, { span, at, title, severity }: ExpectedIncident): Difference {
  const expected = {
    ...(at && { at: formatDatetime(at.value) }),
    ...(severity && { severity: severity.value }),
    ...(title && { title: title.value }),
  }
  const name = title ? ` "${title.value}"` : ''
  const message = `no incident${name} was created${at ? ` at ${instantText(at.value)}` : ''}`
  return { path: `incidents[${index}]`, expected, actual: null, span, message }
}
