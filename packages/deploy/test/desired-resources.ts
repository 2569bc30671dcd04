import { type ActualState, type DesiredProject, type DesiredResource, kinds } from '../src/index.ts'

/** A scheduled rule that says no more than it must, and what the test adds. */
export function scheduled(number: number, properties: Readonly<Record<string, unknown>> = {}): DesiredResource {
  const name = String(properties.displayName ?? `Rule ${number}`)
  return {
    type: 'alertRules',
    id: `5c2b0f64-0000-4000-8000-${String(number).padStart(12, '0')}`,
    name,
    apiVersion: '2025-07-01-preview',
    body: {
      kind: 'Scheduled',
      properties: {
        displayName: name,
        enabled: true,
        severity: 'High',
        query: 'SigninLogs | where ResultType != "0"',
        queryFrequency: 'PT5M',
        queryPeriod: 'PT1H',
        triggerOperator: 'GreaterThan',
        triggerThreshold: 0,
        suppressionEnabled: false,
        suppressionDuration: 'PT5H',
        ...properties,
      },
    },
  }
}

/** A rule that uses every part of the format. */
export const elaborate = (number: number): DesiredResource =>
  scheduled(number, {
    displayName: 'Everything',
    description: 'Says all that a rule can say.',
    query: 'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress',
    queryFrequency: 'PT60M',
    queryPeriod: 'PT24H',
    tactics: ['CredentialAccess', 'InitialAccess'],
    techniques: ['T1110'],
    subTechniques: ['T1110.003'],
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
    customDetails: { Address: 'IPAddress' },
    entityMappings: [
      { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'UserPrincipalName' }] },
      { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'IPAddress' }] },
    ],
    alertDetailsOverride: {
      alertDisplayNameFormat: 'Sign-in by {{UserPrincipalName}}',
      alertDynamicProperties: [{ alertProperty: 'ProductName', value: 'IPAddress' }],
    },
    incidentConfiguration: {
      createIncident: true,
      groupingConfiguration: {
        enabled: true,
        reopenClosedIncident: false,
        lookbackDuration: 'PT300M',
        matchingMethod: 'Selected',
        groupByEntities: ['IP', 'Account'],
      },
    },
  })

export const nearRealTime = (number: number): DesiredResource => {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold, ...properties } =
    scheduled(number).body.properties
  return { ...scheduled(number), body: { kind: 'NRT', properties } }
}

/** Retention of a table. */
export const table = (name: string, retentionInDays = 90, totalRetentionInDays = 2556): DesiredResource =>
  tableWith(name, { retentionInDays, totalRetentionInDays })

export const tableWith = (name: string, properties: Readonly<Record<string, unknown>>): DesiredResource => ({
  type: 'tables',
  id: name,
  name,
  body: { properties },
})

/** A workspace with nothing in it. */
export const empty = {
  ...Object.fromEntries(kinds.map(({ type }) => [type, new Map()])),
  marks: new Map(),
  readAt: Date.parse('2026-03-02T10:00:00Z'),
} as unknown as ActualState

/** A project with nothing in it. */
export const noProject: DesiredProject = {
  owner: '',
  rules: [],
  searches: [],
  functions: [],
  watchlists: [],
  automationRules: [],
  tables: [],
  retention: { default: {}, tables: [] },
}
