import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Four shapes of rules as teams write them: its table, its query and entity, the values of a row that counts, and what makes a
 * row that does not. `n` makes each query a text of its own.
 */
const shapes = [
  {
    name: 'summarize',
    table: 'SigninLogs',
    query: n => `SigninLogs
| where ResultType in ("50126", "50053", "50055")
| where AppDisplayName != "App ${n}"
| summarize Failures = count(), Addresses = dcount(IPAddress), First = min(TimeGenerated) by UserPrincipalName
| where Failures >= 5 and Addresses >= 2
| project UserPrincipalName, Failures, Addresses, First`,
    entity: { type: 'Account', identifier: 'FullName', column: 'UserPrincipalName', value: 'mallory@contoso.example' },
    rows: 8,
    row: {
      ResultType: '"50126"',
      UserPrincipalName: 'mallory@contoso.example',
      IPAddress: '"203.0.113.{n}"',
      AppDisplayName: 'Portal',
    },
    other: { ResultType: '"0"' },
  },
  {
    name: 'expand',
    table: 'AuditLogs',
    query: n => `AuditLogs
| where OperationName =~ "Add member to role" and Result =~ "success"
| mv-expand TargetResource = TargetResources
| extend Target = tostring(TargetResource.userPrincipalName), Changes = TargetResource.modifiedProperties
| mv-apply Change = Changes on (
    where tostring(Change.displayName) == "Role.DisplayName"
    | project Role = trim('"', tostring(Change.newValue)))
| where Role has "Administrator" and Role != "Role ${n} Administrator"
| extend Actor = tostring(parse_json(tostring(InitiatedBy.user)).userPrincipalName)
| project TimeGenerated, Actor, Target, Role`,
    entity: { type: 'Account', identifier: 'FullName', column: 'Target', value: 'eve@contoso.example' },
    rows: 3,
    row: {
      OperationName: 'Add member to role',
      Result: 'success',
      InitiatedBy: '{ user: { userPrincipalName: root@contoso.example } }',
      TargetResources:
        '[{ userPrincipalName: eve@contoso.example, modifiedProperties: [{ displayName: Role.DisplayName, newValue: "\\"Global Administrator\\"" }] }]',
    },
    other: { Result: 'failure' },
  },
  {
    name: 'join',
    table: 'SecurityEvent',
    query: n => `let threshold = 4;
let failures = SecurityEvent
| where EventID == 4625 and Computer != "host-${n}"
| summarize Failures = count(), LastFailure = max(TimeGenerated) by TargetAccount, Computer
| where Failures >= threshold;
SecurityEvent
| where EventID == 4624
| project Success = TimeGenerated, TargetAccount, Computer, IpAddress
| join kind=inner failures on TargetAccount, Computer
| where Success > LastFailure
| project TargetAccount, Computer, IpAddress, Failures, Success`,
    entity: { type: 'Host', identifier: 'HostName', column: 'Computer', value: 'dc01' },
    rows: 6,
    row: { EventID: '4625', TargetAccount: 'CONTOSO\\eve', Computer: 'dc01', IpAddress: '198.51.100.7' },
    last: { EventID: '4624' },
    other: { EventID: '4634' },
  },
  {
    name: 'pattern',
    table: 'DeviceProcessEvents',
    query: n => `let tools = dynamic(["mimikatz", "rubeus", "seatbelt", "tool${n}"]);
DeviceProcessEvents
| where ProcessCommandLine has_any (tools) or ProcessCommandLine matches regex @"(?i)-enc(odedcommand)?\\s+[a-z0-9+/=]{16,}"
| extend Encoded = extract(@"(?i)-enc(?:odedcommand)?\\s+(\\S+)", 1, ProcessCommandLine)
| extend Folder = tostring(split(FolderPath, "\\\\")[0])
| project TimeGenerated, DeviceName, AccountName, ProcessCommandLine, Encoded, Folder`,
    entity: { type: 'Host', identifier: 'HostName', column: 'DeviceName', value: 'ws-07' },
    rows: 2,
    row: {
      DeviceName: 'ws-07',
      AccountName: 'eve',
      FolderPath: '"C:\\\\Windows\\\\System32"',
      ProcessCommandLine: 'powershell -enc SQBFAFgAIABhAGIAYwBkAGUA',
    },
    other: { ProcessCommandLine: 'powershell Get-Date' },
  },
]

const indented = (text, by) => text.replace(/^/gm, ' '.repeat(by))

/** A rule of a shape that runs every hour; `n` tells it from others. */
export const ruleText = ({ name, query, entity }, n) => `id: ${String(n).padStart(8, '0')}-0000-4000-8000-000000000000
name: Shape ${name} ${n}
description: Identifies what shape ${name} looks for, variant ${n}.
severity: Medium
kind: Scheduled
version: 1.0.0
requiredDataConnectors: []
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [CredentialAccess]
relevantTechniques: [T1110]
query: |
${indented(query(n), 2)}
entityMappings:
  - entityType: ${entity.type}
    fieldMappings: [{ identifier: ${entity.identifier}, columnName: ${entity.column} }]
`

const written = row =>
  Object.entries(row)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')

/** Three cases: rows that fire, rows that do not count, and rows of an hour before. */
function suiteText({ table, entity, rows, row, last, other }, file) {
  const block = (hour, values, more) =>
    `    rows:
      ${table}:
        - { repeat: ${rows}, every: 1m, from: 2026-03-02T0${hour}:10:00Z, ${written(values)} }
${more ? `        - { TimeGenerated: 2026-03-02T0${hour}:40:00Z, ${written(more)} }\n` : ''}`
  const end = last && { ...row, ...last }
  return `rule: ${file}
cases:
  - name: fires
    at: 2026-03-02T10:00:00Z
${block(9, row, end)}    expect:
      alerts:
        - entities: [{ ${entity.type}: { ${entity.identifier}: ${entity.value} } }]

  - name: other rows stay quiet
    at: 2026-03-02T10:00:00Z
${block(9, { ...row, ...other })}    expect: { alerts: [] }

  - name: an hour before stays quiet
    at: 2026-03-02T10:00:00Z
${block(8, row, end)}    expect: { alerts: [], reaches: nothing }
`
}

/** Writes a project of `count` rules, each with three cases of inline rows; returns the queries. */
export function writePack(folder, count) {
  mkdirSync(join(folder, 'detections'), { recursive: true })
  writeFileSync(join(folder, 'tripline.yaml'), 'workspaces: {}\n')
  return Array.from({ length: count }, (_, n) => {
    const shape = shapes[n % shapes.length]
    writeRule(folder, n)
    writeFileSync(join(folder, 'detections', `${nameOf(n)}.test.yaml`), suiteText(shape, `${nameOf(n)}.yaml`))
    return shape.query(n)
  })
}

/** The name of a rule's files, without their endings. */
const nameOf = n => `${shapes[n % shapes.length].name}-${n}`

/** Writes the rule `n`, its query that of `variant`. */
export function writeRule(folder, n, variant = n) {
  const shape = shapes[n % shapes.length]
  const text = ruleText({ ...shape, query: () => shape.query(variant) }, n)
  writeFileSync(join(folder, 'detections', `${nameOf(n)}.yaml`), text)
}
