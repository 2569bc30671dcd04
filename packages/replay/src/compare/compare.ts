import type { Expectation } from '@tripline/rules'
import type { Alert } from '../alert/alert.ts'
import type { Incident } from '../alert/incident.ts'
import { alertJson } from '../report/alert-json.ts'
import { compareAlerts } from './compare-alerts.ts'
import { compareIncidents } from './compare-incidents.ts'
import type { Difference } from './difference.ts'

/** What a case came to. */
export interface Raised {
  readonly alerts: readonly Alert[]
  readonly incidents: readonly Incident[]
}

/** All differences between outcome and expectation; empty if the case passes. */
export function compare(expect: Expectation, raised: Raised): readonly Difference[] {
  if (expect.isTodo) return [unwritten(expect, raised.alerts)]
  const { alerts, incidents, span } = expect
  return [
    ...(alerts ? compareAlerts(alerts, raised.alerts, span) : []),
    ...(incidents ? compareIncidents(incidents, raised.incidents) : []),
  ]
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
export function comparisons({ alerts = [], incidents }: Expectation, actual: readonly Alert[]): number {
  const listed = typeof incidents?.value === 'object' ? incidents.value : []
  const expected = [...alerts, ...listed.flatMap(incident => incident.alerts ?? [])]
  const wanted = expected.reduce((sum, { entities = [] }) => sum + entities.length, expected.length)
  const raised = actual.reduce((sum, { entities }) => sum + entities.length, 0)
  return (wanted + listed.length) * actual.length + expected.length * raised
}
