import type { DesiredRule, DesiredState } from '../src/index.ts'

/** A scheduled rule that says no more than it must, and what the test adds. */
export function scheduled(number: number, properties: Readonly<Record<string, unknown>> = {}): DesiredRule {
  const name = String(properties.displayName ?? `Rule ${number}`)
  return {
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
    reads: ['SigninLogs'],
  }
}

/** A rule that uses every part of the format. */
export const elaborate = (number: number): DesiredRule =>
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

export const nearRealTime = (number: number): DesiredRule => {
  const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold, ...properties } =
    scheduled(number).body.properties
  return { ...scheduled(number), body: { kind: 'NRT', properties } }
}

export const desired = (...rules: readonly DesiredRule[]): DesiredState => ({ rules, tables: [] })
