import { readdirSync, readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { checkRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

const template = `id: 7d1f1b0a-3c52-4f0e-8a11-5f2d9f6b7c10
name: Something that should be looked at
description: |
  'Identifies something that should be looked at.'
severity: Medium
requiredDataConnectors: []
queryFrequency: 1d
queryPeriod: 14d
triggerOperator: gt
triggerThreshold: 0
tactics:
  - InitialAccess
relevantTechniques:
  - T1078
query: |
  SigninLogs
  | project TimeGenerated, UserPrincipalName, IPAddress
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: UserPrincipalName
version: 1.0.0
kind: Scheduled
`

const errorsOf = (text: string): string[] =>
  checkRule(loadRule({ path: 'rule.yaml', text }), analyses)
    .filter(({ severity }) => severity === 'error')
    .map(({ id }) => id)

/** The template with a query, and with what it maps left out. */
const withQuery = (kql: string): string => {
  const lines = kql.trimEnd().split('\n')
  const block = `query: |\n${lines.map(line => `  ${line}\n`).join('')}version`
  return template.replace(/query: \|[\s\S]*version/, () => block)
}

const queries = new URL('../../cases/right-queries/', import.meta.url)

/** Written after the ways in which published detections are; Kusto takes every one of them. */
describe('a valid query is not an error', () => {
  it.each(readdirSync(queries))('%s', name => {
    expect(errorsOf(withQuery(readFileSync(new URL(name, queries), 'utf8')))).toEqual([])
  })
})

const added = (text: string) => ['version: ', `${text}\nversion: `] as const
const grouping = (rest: string) =>
  added(
    `incidentConfiguration:\n  createIncident: true\n  groupingConfiguration:\n    enabled: true\n    reopenClosedIncident: false\n    lookbackDuration: 5h\n${rest}`,
  )
const override = (rest: string) => added(`alertDetailsOverride:\n  ${rest}`)

/** One mistake each, by the limits of the alert rule interface and of the template format. */
describe('a mistake is an error', () => {
  it('and the template without one is right', () => expect(errorsOf(template)).toEqual([]))

  it.each([
    ['unknown-value', 'severity: Medium', 'severity: Critical'],
    ['unknown-value', 'kind: Scheduled', 'kind: scheduled'],
    ['unknown-value', '- InitialAccess', '- Initial Access'],
    ['unknown-value', 'entityType: Account', 'entityType: User'],
    ['unknown-value', ...added('eventGroupingSettings:\n  aggregationKind: AlertPerRow')],
    ['unknown-value', ...override('alertDynamicProperties:\n    - { alertProperty: Severity, value: IPAddress }')],
    ['missing-key', 'severity: Medium\n', ''],
    ['missing-key', 'triggerThreshold: 0\n', ''],
    ['missing-key', ...grouping('')],
    ['wrong-type', 'triggerOperator: gt', 'triggerOperator: ge'],
    ['wrong-type', 'triggerThreshold: 0', 'triggerThreshold: five'],
    ['wrong-type', 'queryPeriod: 14d', 'queryPeriod: P1M'],
    ['schedule-range', 'queryPeriod: 14d', 'queryPeriod: 30d'],
    ['frequency-below-hour', 'queryFrequency: 1d', 'queryFrequency: 30m'],
    ['period-below-frequency', 'queryPeriod: 14d', 'queryPeriod: 12h'],
    ['threshold-range', 'triggerThreshold: 0', 'triggerThreshold: 10001'],
    ['technique-form', '- T1078', '- T1078.1'],
    ['technique-form', '- T1078', '- TA0001'],
    ['id-form', 'id: 7d1f', 'id: 7d1 f'],
    ['name-too-long', 'name: ', `name: ${'long '.repeat(52)}`],
    ['entity-identifier-unknown', 'identifier: FullName', 'identifier: AadUserID'],
    ['entity-identifier-required', 'identifier: FullName', 'identifier: DnsDomain'],
    ['entity-column-missing', 'columnName: UserPrincipalName', 'columnName: UserPrincipalname'],
    ['placeholder-form', ...override("alertDisplayNameFormat: '{{ UserPrincipalName }}'")],
    ['placeholder-count', ...override(`alertDisplayNameFormat: '${'{{IPAddress}}'.repeat(4)}'`)],
    ['alert-detail-column-missing', ...override("alertDescriptionFormat: 'by {{User}}'")],
    ['custom-detail-key', ...added('customDetails:\n  User-Name: UserPrincipalName')],
    ['custom-detail-column-missing', ...added('customDetails:\n  User: User')],
    ['grouping-selects-nothing', ...grouping('    matchingMethod: Selected')],
    ['grouping-key-unknown', ...grouping('    matchingMethod: Selected\n    groupByEntities: [Host]')],
    ['suppression-range', ...added('suppressionEnabled: true\nsuppressionDuration: 25h')],
    ['query-reads-everything', 'SigninLogs\n', 'union *\n'],
    ['several-results', 'SigninLogs\n', 'AuditLogs;\n  SigninLogs\n'],
    ['unknown-name', 'SigninLogs\n', 'SigninLogs\n  | where resulttype == "0"\n'],
    ['kql-semantics', 'SigninLogs\n', 'SigninLogs\n  | where strlen(TimeGenerated) > 0\n'],
  ])('%s: %j, %j', (id, before, after) => {
    expect(template).toContain(before)
    expect(errorsOf(template.replace(before, after))).toEqual([id])
  })
})
