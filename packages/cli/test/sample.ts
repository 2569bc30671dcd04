/** A project with one rule, its recorded log and its tests, as files by path. */
export const rule = `id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11
name: Sign-in from a blocked address
version: 1.0.0
kind: Scheduled
description: A sign-in from an address that is blocked.
severity: High
requiredDataConnectors: []
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
relevantTechniques: [T1078]
query: |
  let address = "203.0.113.9";
  SigninLogs
  | where IPAddress == address
  | project TimeGenerated, UserPrincipalName, IPAddress
entityMappings:
  - entityType: IP
    fieldMappings:
      - { identifier: Address, columnName: IPAddress }
`

export const log = `{"TimeGenerated":"2026-03-02T09:30:00Z","UserPrincipalName":"ann@contoso.example","IPAddress":"203.0.113.9"}
{"TimeGenerated":"2026-03-02T09:40:00Z","UserPrincipalName":"bob@contoso.example","IPAddress":"198.51.100.7"}
`

export const tests = `rule: blocked.yaml
cases:
  - name: the blocked address fires
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ severity: High, entities: [{ IP: { Address: 203.0.113.9 } }] }] }
  - name: an hour later it stays quiet
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    at: 2026-03-02T10:35:00Z
    expect: { alerts: [] }
`

export const sample: Readonly<Record<string, string>> = {
  'tripline.yaml':
    'workspaces:\n  local: {}\n  prod:\n    subscriptionId: 00000000-0000-0000-0000-000000000000\n    resourceGroup: rg\n    workspaceName: sentinel\n    parameters:\n      detections/blocked.yaml: { address: 192.0.2.1 }\n',
  'detections/blocked.yaml': rule,
  'detections/blocked.test.yaml': tests,
  'logs/SigninLogs.jsonl': log,
}
