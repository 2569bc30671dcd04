import { loadCatalogue, type Table } from '@tripline/schemas'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

/** The catalogue has no table of observations yet. */
const observations: Table = {
  name: 'ObservationEvents',
  columns: [
    { name: 'Timestamp', type: 'datetime' },
    { name: 'ObservationId', type: 'string' },
  ],
}
const analyses = queryAnalyses({ catalogue: loadCatalogue().with([observations]) })

/** Keys of a rule with their values, as YAML in flow style. */
export type Keys = Readonly<Record<string, string | undefined>>

export const scheduled: Keys = {
  id: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
  name: 'Sample',
  description: 'Identifies samples.',
  version: '1.0.0',
  kind: 'Scheduled',
  severity: 'Low',
  requiredDataConnectors: '[]',
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: '0',
  tactics: '[InitialAccess]',
  relevantTechniques: '[T1078]',
  query: 'SigninLogs',
}
export const unscheduled = {
  queryFrequency: undefined,
  queryPeriod: undefined,
  triggerOperator: undefined,
  triggerThreshold: undefined,
}
export const nrt: Keys = { kind: 'NRT', ...unscheduled }
export const hunting: Keys = { kind: 'Hunting', ...unscheduled, severity: undefined }

function findingsOf(id: string, keys: Keys) {
  const text = Object.entries({ ...scheduled, ...keys })
    .map(([key, value]) => (value === undefined ? '' : `${key}: ${value}\n`))
    .join('')
  return checkRule(loadRule({ path: 'rule.yaml', text }), analyses).filter(finding => finding.id === id)
}

/** The texts that a check reports. */
export function found(id: string, keys: Keys): string[] {
  return findingsOf(id, keys).map(({ span }) => span!.file.text.slice(span!.start, span!.end))
}

/** What a check says, and how it would fix it. */
export const said = (id: string, keys: Keys): readonly (readonly [message: string, fix: string | undefined])[] =>
  findingsOf(id, keys).map(({ message, fix }) => [message, fix])

/** Which of the rules a check reports. */
export const faulty = (id: string, rules: readonly Keys[]): readonly boolean[] =>
  rules.map(keys => found(id, keys).length > 0)

export const times = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join(', ')
export const quoted = (text: string): string => JSON.stringify(text)
export const override = (key: string, value: string): Keys => ({ alertDetailsOverride: `{ ${key}: ${value} }` })
export const entity = (type: string, ...identifiers: readonly string[]): string =>
  `{ entityType: ${type}, fieldMappings: [${identifiers.map(name => `{ identifier: ${name}, columnName: UserId }`).join(', ')}] }`
export const grouping = (settings: string, more: Keys = {}): Keys => ({
  incidentConfiguration: `{ createIncident: true, groupingConfiguration: { enabled: true, reopenClosedIncident: false, lookbackDuration: 1h, matchingMethod: AllEntities, ${settings} } }`,
  ...more,
})
export const suppression = (duration: string, enabled = true): Keys => ({
  queryFrequency: '5m',
  suppressionEnabled: String(enabled),
  suppressionDuration: duration,
})
export const delay = (text: string): Keys => ({ metadata: `{ tripline: { ingestionDelay: ${text} } }` })
