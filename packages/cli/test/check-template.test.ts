import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'

/** Four mistakes: 15 days, SiginLogs, a column that the query does not answer, and a FileHash without its Algorithm. */
const template = `id: 6f2f3a0e-5a53-4f0f-9a0c-0f4f6d1c7a11
name: Sign-ins to a disabled account
version: 1.0.0
kind: Scheduled
description: Identifies sign-ins to accounts that are disabled.
severity: Medium
requiredDataConnectors:
  - connectorId: AzureActiveDirectory
    dataTypes: [SigninLogs]
queryFrequency: 1d
queryPeriod: 15d
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
relevantTechniques: [T1078]
query: |
  SiginLogs
  | where ResultType == "50057"
  | summarize Failures = count() by UserPrincipalName, IPAddress
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: UserPrincipleName
  - entityType: FileHash
    fieldMappings:
      - identifier: Value
        columnName: IPAddress
`

interface Finding {
  readonly line: number
  readonly column: number
  readonly id: string
  readonly message: string
  readonly fix?: string
}

const findingsIn = async (text: string): Promise<readonly string[]> => {
  enterFolder({ 'rule.yaml': text })
  const { stdout } = await tripline(['check', 'rule.yaml', '--format', 'json'])
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Finding[] }
  return diagnostics.map(({ line, column, id, message, fix }) => `${line}:${column} ${id}: ${message} -> ${fix}`)
}

test('four mistakes of a template are four messages, each at its position and with its fix', async () => {
  expect(await findingsIn(template)).toEqual([
    '11:14 schedule-range: queryPeriod is 15d; Sentinel accepts 5 minutes to 14 days -> queryPeriod: 14d',
    "17:3 unknown-table: The name 'SiginLogs' does not refer to any known table, tabular variable or function. -> did you mean SigninLogs?",
    '24:21 entity-column-missing: the query returns no column UserPrincipleName -> did you mean UserPrincipalName?',
    '25:17 entity-identifier-required: these identifiers do not make a FileHash; it needs Algorithm and Value -> add a field mapping with the identifier Algorithm',
  ])
})

test('an identifier that is not written at all is one message too', async () => {
  const findings = await findingsIn(
    template.replace('      - identifier: Value\n        columnName', '      - columnName'),
  )
  expect(findings.at(-1)).toBe('27:9 missing-key: a field mapping needs the key identifier -> add identifier: …')
  expect(findings).toHaveLength(4)
})

test('the fixes leave nothing to say', async () => {
  const fixed = template
    .replace('15d', '14d')
    .replace('SiginLogs', 'SigninLogs')
    .replace('UserPrincipleName', 'UserPrincipalName')
    .replace(
      '      - identifier: Value\n',
      '      - identifier: Algorithm\n        columnName: UserPrincipalName\n      - identifier: Value\n',
    )
  const findings = await findingsIn(fixed)
  expect(findings.filter(finding => !finding.includes('overlap-counted-twice'))).toEqual([])
})

test('a table that nothing known resembles hides no other mistake, and brings no follow-up', async () => {
  const findings = await findingsIn(template.replace('SiginLogs', 'Turnstile_CL'))
  expect(findings.map(finding => finding.split(':', 2).join(':').replace(/: .*/, ''))).toEqual([
    '11:14 schedule-range',
    '17:3 unknown-table',
    '25:17 entity-identifier-required',
  ])
})
