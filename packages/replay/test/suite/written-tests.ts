/** A rule about failed sign-ins, with other values of some keys. */
export const ruleText = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    id: '9a7b8c6d-0000-4000-8000-000000000001',
    name: 'Failed sign-ins',
    description: 'Identifies failed sign-ins.',
    severity: 'Medium',
    kind: 'Scheduled',
    version: '1.0.0',
    requiredDataConnectors: '[]',
    queryFrequency: '5m',
    queryPeriod: '1h',
    triggerOperator: 'gt',
    triggerThreshold: '0',
    tactics: '[CredentialAccess]',
    relevantTechniques: '[T1110]',
    query: 'SigninLogs | where ResultType == "50126"',
    entityMappings: '[{ entityType: IP, fieldMappings: [{ identifier: Address, columnName: IPAddress }] }]',
    ...changes,
  })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')

/** A test file of `a.yaml` with cases given by their keys, in flow style. */
export const testText = (...cases: readonly Readonly<Record<string, string>>[]): string => {
  const written = cases.map((keys, n) => {
    const entries = Object.entries({ name: `case ${n}`, ...keys })
    return `  - ${entries.map(([key, value]) => `${key}: ${value}\n`).join('    ')}`
  })
  return `rule: a.yaml\ncases:\n${written.join('')}`
}
