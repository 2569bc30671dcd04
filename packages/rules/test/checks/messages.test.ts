import { expect, it } from 'vitest'
import { entity, grouping, type Keys, override, quoted, said, times, unscheduled } from './rule-keys.ts'

const mapped = (value: string): Keys => ({
  query: quoted(`SigninLogs | extend X = ${value}`),
  entityMappings: '[{ entityType: Account, fieldMappings: [{ identifier: AadUserId, columnName: X }] }]',
})
const entities = (...written: readonly string[]): Keys => ({ entityMappings: `[${written.join(', ')}]` })
const where = (condition: string): Keys => ({ query: quoted(`SigninLogs | where ${condition}`) })
const listing = (connectorId: string, query: string): Keys => ({
  query: quoted(query),
  requiredDataConnectors: `[{ connectorId: ${connectorId}, dataTypes: [] }]`,
})
const incidentsOf = (productFilter: string): Keys => ({
  ...unscheduled,
  kind: 'MicrosoftSecurityIncidentCreation',
  query: undefined,
  tactics: undefined,
  relevantTechniques: undefined,
  productFilter,
})
const detection = (query: string, frequency: string): Keys => ({
  ...unscheduled,
  id: undefined,
  version: undefined,
  requiredDataConnectors: undefined,
  kind: 'CustomDetection',
  frequency,
  query: quoted(query),
})

// What a fix depends on; each follows from what the check's page says is right.
it.each<readonly [id: string, keys: Keys, fix: string | undefined]>([
  ['schedule-range', { queryFrequency: '1m' }, 'queryFrequency: 5m'],
  ['schedule-range', { queryPeriod: '15d' }, 'queryPeriod: 14d'],
  ['query-length', { query: '" "' }, undefined],
  [
    'query-length',
    { query: `SigninLogs //${'a'.repeat(9988)}` },
    'move long lists to a watchlist and shared logic to a workspace function',
  ],
  ['placeholder-form', override('alertDisplayNameFormat', '"{{ UserId }}"'), 'write {{UserId}}'],
  ['placeholder-form', override('alertDisplayNameFormat', '"{{User-Id}}"'), undefined],
  ['product-filter-unknown', incidentsOf('Azure Security Centre'), 'did you mean Azure Security Center?'],
  [
    'product-filter-unknown',
    incidentsOf('Acme'),
    'one of Microsoft Cloud App Security, Azure Security Center, Azure Advanced Threat Protection, Azure Active Directory Identity Protection, Azure Security Center for IoT, Office 365 Advanced Threat Protection, Microsoft Defender Advanced Threat Protection',
  ],
  ['entity-weak', entities(entity('Account', 'Name')), 'add UPNSuffix or NTDomain, or map AadUserId'],
  ['entity-weak', entities(entity('Host', 'HostName')), 'add DnsDomain or NTDomain'],
  ['entity-column-type', mapped('dynamic([])'), 'take one value, as in tostring(X[0])'],
  ['entity-column-type', mapped('now()'), undefined],
  [
    'entity-identifier-required',
    entities(entity('Account', 'UPNSuffix')),
    'add a field mapping with the identifier FullName',
  ],
  [
    'entity-identifier-required',
    entities(entity('FileHash', 'Value')),
    'add a field mapping with the identifier Algorithm',
  ],
  ['entity-identifier-unknown', entities(entity('Account', 'AadUserID')), 'did you mean AadUserId?'],
  ['entity-column-missing', { ...mapped('1'), query: 'SigninLogs | extend Xy = 1' }, 'did you mean Xy?'],
  [
    'grouping-key-unknown',
    { ...grouping('groupByAlertDetails: [Severty]'), ...entities(entity('IP', 'Address')) },
    'did you mean Severity?',
  ],
  ['alert-detail-column-missing', override('alertTacticsColumnName', 'UserID'), 'did you mean UserId?'],
  ['custom-detail-column-missing', { customDetails: '{ Who: UserID }' }, 'did you mean UserId?'],
  ['connector-unlisted', listing('Office365', 'AWSCloudTrail'), 'add connectorId: AWS or AWSS3'],
  ['contains-for-term', where('Location contains "abcd"'), 'use has if the text is a whole word'],
  ['contains-for-term', where('Location !contains_cs "abcd"'), 'use !has_cs if the text is a whole word'],
  [
    'unpacked-column',
    { query: quoted('AzureDiagnostics | where msg_s has "deny"') },
    'use column_ifexists("msg_s", "")',
  ],
  [
    'unpacked-column',
    { query: quoted('AzureDiagnostics | where trustedService_b') },
    'use column_ifexists("trustedService_b", bool(null))',
  ],
  [
    'detection-columns',
    detection('DeviceEvents | project DeviceName', '1h'),
    'return it as the table has it; after grouping, by arg_max(Timestamp, DeviceId, ReportId)',
  ],
  [
    'detection-columns',
    detection('AlertInfo | project AlertId', '1h'),
    'return it as the table has it; after grouping, by arg_max(Timestamp, *)',
  ],
])('%s of %j is fixed by: %s', (id, keys, fix) => {
  expect(said(id, keys).map(([, found]) => found)).toEqual([fix])
})

// What a message counts or names.
it.each<readonly [id: string, keys: Keys, message: string]>([
  ['id-form', { id: '""' }, "the id '' is not a name that Azure takes: no spaces, and none of < > % & \\ ? / # :"],
  ['id-form', { id: '"a b"' }, 'the id a b is not a name that Azure takes: no spaces, and none of < > % & \\ ? / # :'],
  [
    'entity-weak',
    entities(entity('Host', 'HostName', 'NetBiosName')),
    'HostName and NetBiosName alone does not distinguish one Host from another with the same name',
  ],
  [
    'entity-column-type',
    mapped('dynamic([])'),
    'X is dynamic, so the identifier AadUserId would be JSON text, which matches no entity of another alert',
  ],
  ['entity-column-type', mapped('now()'), 'X is of type datetime, which cannot be used as AadUserId'],
  [
    'entity-identifier-required',
    entities(entity('FileHash', 'Value')),
    'these identifiers do not make a FileHash; it needs Algorithm and Value',
  ],
  ['version-form', { templateVersion: '1.0' }, 'templateVersion is 1.0; expected three numbers such as 1.0.0'],
  [
    'preview-only',
    { kind: 'NRT', ...unscheduled, sentinelEntitiesMappings: '[{ columnName: UserId }]' },
    'only preview API versions support the kind NRT; the rule is deployed with 2025-07-01-preview',
  ],
  [
    'preview-only',
    { sentinelEntitiesMappings: '[{ columnName: UserId }]' },
    'only preview API versions support sentinelEntitiesMappings; the rule is deployed with 2025-07-01-preview',
  ],
  [
    'join-unbounded',
    {
      queryPeriod: '2d',
      query: quoted('SigninLogs | join kind=inner (union AuditLogs, AuditLogs, OfficeActivity) on CorrelationId'),
    },
    'both sides of the join read all rows of AuditLogs, OfficeActivity in 2d',
  ],
  [
    'entity-identifiers-count',
    entities(entity('Host', 'HostName', 'DnsDomain', 'OSVersion', 'AzureID')),
    'the mapping has 4 identifiers; Sentinel accepts 1 to 3',
  ],
  [
    'custom-details-count',
    { customDetails: `{ ${times(22, n => `k${n}: UserId`)} }` },
    'the rule has 22 custom details; Sentinel accepts at most 20',
  ],
  ['query-length', { query: '"   "' }, 'the query has 0 characters; Sentinel accepts 1 to 10000'],
  [
    'detection-not-continuous',
    detection('DeviceEvents | join kind=inner (DeviceEvents) on DeviceId', 'continuous'),
    'a query that runs continuously cannot have the operator join',
  ],
  [
    'detection-not-continuous',
    detection('union DeviceEvents', 'continuous'),
    'a query that runs continuously cannot have union',
  ],
])('%s of %j says: %s', (id, keys, message) => {
  expect(said(id, keys).map(([found]) => found)).toEqual([message])
})
