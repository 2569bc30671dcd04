/** A rule to start from and its test cases. Both are complete, so that every change shows its effect. */
export const ruleTemplate = (id: string, name: string): string => `id: ${id}
name: ${JSON.stringify(name)}
version: 1.0.0
kind: Scheduled
description: |
  Many failed sign-ins to one account within an hour.
severity: Medium
requiredDataConnectors:
  - connectorId: AzureActiveDirectory
    dataTypes: [SigninLogs]
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [CredentialAccess]
relevantTechniques: [T1110]
query: |
  let failures = 10;
  SigninLogs
  | where ResultType == "50126"
  | summarize Failures = count(), Addresses = make_set(IPAddress, 100) by UserPrincipalName
  | where Failures >= failures
entityMappings:
  - entityType: Account
    fieldMappings:
      - { identifier: FullName, columnName: UserPrincipalName }
customDetails:
  Failures: Failures
alertDetailsOverride:
  alertDisplayNameFormat: Many failed sign-ins of {{UserPrincipalName}}
`

/** `ruleFile` is relative to the test file. */
export const testTemplate = (ruleFile: string): string => `rule: ${ruleFile}
cases:
  - name: ten failures within the hour fire
    at: 2026-03-02T10:00:00Z
    rows:
      SigninLogs:
        - { repeat: 10, every: 1m, from: 2026-03-02T09:30:00Z, ResultType: "50126", UserPrincipalName: ann@contoso.example, IPAddress: 203.0.113.9 }
    expect:
      alerts:
        - severity: Medium
          title: Many failed sign-ins of ann@contoso.example
          entities: [{ Account: { FullName: ann@contoso.example } }]
          customDetails: { Failures: 10 }
  - name: nine failures stay quiet
    at: 2026-03-02T10:00:00Z
    rows:
      SigninLogs:
        - { repeat: 9, every: 1m, from: 2026-03-02T09:30:00Z, ResultType: "50126", UserPrincipalName: ann@contoso.example, IPAddress: 203.0.113.9 }
    expect: { alerts: [] }
`
