import { describe, expect, it } from 'vitest'
import {
  delay,
  entity,
  faulty,
  found,
  grouping,
  type Keys,
  nrt,
  override,
  quoted,
  suppression,
  times,
} from './rule-keys.ts'

const listing =
  (...connectors: readonly (readonly [id: string, ...dataTypes: readonly string[]])[]) =>
  (query: string): Keys => ({
    query: quoted(query),
    requiredDataConnectors: JSON.stringify(
      connectors.map(([connectorId, ...dataTypes]) => ({ connectorId, dataTypes })),
    ),
  })
const officeOnly = listing(['Office365', 'OfficeActivity'])

const mapping = (...entities: readonly string[]): Keys => ({ entityMappings: `[${entities.join(', ')}]` })
const properties = (...names: readonly string[]): Keys =>
  override('alertDynamicProperties', `[${names.map(name => `{ alertProperty: ${name}, value: UserId }`).join(', ')}]`)
const incidents = (createIncident: string, enabled: string): Keys => ({
  incidentConfiguration: `{ createIncident: ${createIncident}, groupingConfiguration: { enabled: ${enabled}, reopenClosedIncident: false, lookbackDuration: 1h, matchingMethod: AllEntities } }`,
})

// Each limit is the one on the check's page, which says where Microsoft states it: what is still allowed, then what is not.
describe.each<readonly [string, readonly Keys[], readonly Keys[]]>([
  ['name-too-long', [{ name: 'a'.repeat(256) }, { name: 'a' }], [{ name: 'a'.repeat(257) }, { name: '""' }]],
  ['description-too-long', [{ description: 'a'.repeat(5000) }], [{ description: 'a'.repeat(5001) }]],
  // A key that is misspelt is a finding of its own.
  [
    'description-missing',
    [{ description: 'a' }, { description: undefined, descripton: 'a' }],
    [{ description: '" "' }, { description: undefined }],
  ],
  [
    'connectors-missing',
    [{ requiredDataConnectors: '[]' }, { requiredDataConnectors: undefined, requiredDataConnector: '[]' }],
    [{ requiredDataConnectors: undefined }],
  ],
  [
    'alert-format-length',
    [override('alertDisplayNameFormat', 'a'.repeat(256)), override('alertDescriptionFormat', 'a'.repeat(5000))],
    [override('alertDisplayNameFormat', 'a'.repeat(257)), override('alertDescriptionFormat', 'a'.repeat(5001))],
  ],
  [
    'placeholder-count',
    [override('alertDisplayNameFormat', '"{{A}} {{B}} {{C}}"')],
    [
      override('alertDisplayNameFormat', '"{{A}} {{B}} {{C}} {{D}}"'),
      override('alertDescriptionFormat', '"{{A}}{{B}}{{C}}{{D}}"'),
    ],
  ],
  [
    'query-length',
    [{ query: `SigninLogs //${'a'.repeat(9987)}` }],
    [{ query: `SigninLogs //${'a'.repeat(9988)}` }, { query: '" "' }],
  ],
  // AzureDiagnostics has such a column once data has brought it; the others are always there.
  [
    'unpacked-column',
    [
      `AzureDiagnostics | where column_ifexists("msg_s", "") has "deny" and Category == "a"`,
      'AzureDiagnostics | extend msg_s = "a" | where msg_s has "deny"',
      'SigninLogs | extend msg_s = "a" | where msg_s == ""',
    ].map(query => ({ query: quoted(query) })),
    ['msg_s has "deny"', 'httpStatusCode_d > 400', 'trustedService_b', 'identity_claim_oid_g == guid(null)'].map(
      condition => ({ query: quoted(`AzureDiagnostics | where ${condition}`) }),
    ),
  ],
  // A part that reads every table may be what the connectors are listed for. A table of which nobody knows the connectors,
  // one of several connectors that bring a table, a data type that says more than the table, and a connector of which nobody
  // knows the tables are enough.
  [
    'connector-unlisted',
    [
      ...['SigninLogs | union (search "a")', 'OfficeActivity', 'Syslog'].map(officeOnly),
      listing(['AWS'])('AWSCloudTrail'),
      listing(['Office365', 'OfficeActivity', 'SigninLogs (interactive)'])('SigninLogs'),
      listing(['Office365'], ['Acme'])('SigninLogs'),
    ],
    [
      officeOnly('SigninLogs'),
      officeOnly('OfficeActivity | union SigninLogs'),
      listing(['Office365', 'Own SigninLogs'])('SigninLogs'),
    ],
  ],
  // Microsoft's own Fusion rule has a name.
  [
    'id-not-guid',
    // One that no resource can have is a finding of its own.
    [{ id: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11' }, { kind: 'Fusion', id: 'BuiltInFusion' }, { id: 'a b' }],
    [{ id: 'brute-force' }, { kind: 'Fusion', id: 'brute-force' }, { kind: 'NRT', id: 'BuiltInFusion' }],
  ],
  [
    'threshold-range',
    ['0', '10000'].map(triggerThreshold => ({ triggerThreshold })),
    ['-1', '10001'].map(triggerThreshold => ({ triggerThreshold })),
  ],
  [
    'schedule-range',
    [{ queryFrequency: '5m' }, { queryPeriod: '14d', queryFrequency: '14d' }],
    [
      { queryFrequency: 'PT4M59S' },
      { queryPeriod: 'PT4M59S' },
      { queryPeriod: 'P14DT1S' },
      { queryFrequency: 'P14DT1S' },
    ],
  ],
  [
    'frequency-below-hour',
    [
      { queryPeriod: '2d', queryFrequency: '1h' },
      { queryPeriod: 'P1DT23H59M', queryFrequency: '5m' },
    ],
    [
      { queryPeriod: '2d', queryFrequency: '59m' },
      { queryPeriod: '14d', queryFrequency: '5m' },
    ],
  ],
  ['period-below-frequency', [{ queryPeriod: '1h' }, { queryPeriod: '2h' }], [{ queryPeriod: '59m' }]],
  [
    'suppression-range',
    [suppression('5m'), suppression('24h'), suppression('25h', false)],
    [suppression('PT4M59S'), suppression('P1DT1S')],
  ],
  ['suppression-below-frequency', [suppression('5m'), suppression('1m', false)], [suppression('4m')]],
  [
    'grouping-lookback-range',
    ['5m', '7d'].map(text => grouping(`lookbackDuration: ${text}`)),
    ['PT4M59S', 'P7DT1S'].map(text => grouping(`lookbackDuration: ${text}`)),
  ],
  [
    'custom-detail-key',
    ['a', 'A_1', 'a'.repeat(20)].map(key => ({ customDetails: `{ ${key}: UserId }` })),
    ['a'.repeat(21), '_a', '1a', 'a-b'].map(key => ({ customDetails: `{ ${key}: UserId }` })),
  ],
  [
    'version-form',
    ['1.0.0', `1.0.${'1'.repeat(16)}`].map(version => ({ version })),
    ['1.0', '1.0.0.0', 'v1.0.0', `1.0.${'1'.repeat(17)}`].map(version => ({ version })),
  ],
  ['delay-beyond-nrt', [{ ...nrt, ...delay('PT11H59M') }], [{ ...nrt, ...delay('12h') }]],
  [
    'delay-beyond-period',
    // A period below the frequency is a finding of its own.
    [{ ...delay('5m') }, { ...delay('10m'), queryPeriod: '65m' }, { ...delay('5m'), queryPeriod: '30m' }],
    [{ ...delay('6m') }, { ...delay('10m'), queryPeriod: '64m' }],
  ],
  [
    'ago-below-frequency',
    [{ query: 'SigninLogs | where TimeGenerated > ago(1h)' }],
    [{ query: 'SigninLogs | where TimeGenerated > ago(59m)' }],
  ],
  [
    'ago-beyond-period',
    [{ query: 'SigninLogs | where TimeGenerated > ago(1h)' }],
    [{ query: 'SigninLogs | where TimeGenerated > ago(61m)' }],
  ],
  [
    'overlap-counted-twice',
    [
      { queryPeriod: '1h' },
      { queryPeriod: '2h', query: 'SigninLogs | where TimeGenerated > ago(1h)' },
      { queryPeriod: '2h', query: 'SigninLogs | where ingestion_time() > ago(1h)' },
      { queryPeriod: '2h', ...suppression('2h'), queryFrequency: '1h' },
      { queryPeriod: '2h', query: 'print a = 1' },
    ],
    [{ queryPeriod: '61m' }, { queryPeriod: '2h', query: 'SigninLogs | where TimeGenerated > ago(61m)' }],
  ],
  [
    'join-unbounded',
    [
      { queryPeriod: '1d', query: 'SigninLogs | join kind=inner AuditLogs on CorrelationId' },
      {
        queryPeriod: '2d',
        query: 'SigninLogs | join kind=inner (AuditLogs | where TimeGenerated > ago(1h)) on CorrelationId',
      },
      {
        queryPeriod: '2d',
        query: quoted('SigninLogs | summarize by CorrelationId | join kind=inner AuditLogs on CorrelationId'),
      },
    ],
    [{ queryPeriod: 'P1DT1M', query: 'SigninLogs | join kind=inner AuditLogs on CorrelationId' }],
  ],
  [
    'join-without-kind',
    [{ query: 'SigninLogs | join kind=innerunique AuditLogs on CorrelationId' }],
    [{ query: 'SigninLogs | join AuditLogs on CorrelationId' }],
  ],
  [
    'grouping-without-incident',
    [incidents('true', 'true'), incidents('true', 'false'), incidents('false', 'false')],
    [incidents('false', 'true')],
  ],
  [
    'name-auto-disabled',
    [{ name: 'Not AUTO DISABLED' }],
    [{ name: 'AUTO DISABLED Sample' }, { name: 'auto disabled Sample' }],
  ],
  [
    'template-version-alone',
    [{ alertRuleTemplateName: 'a' }, { alertRuleTemplateName: 'a', templateVersion: '1.0.0' }],
    [{ templateVersion: '1.0.0' }],
  ],
  // T0843 is a technique of ATT&CK for industrial systems; the page of technique-form says what is no id at all.
  [
    'technique-unknown',
    ['T1078', 'T0843', 'TA0001'].map(id => ({ relevantTechniques: `[${id}]` })),
    ['T9999', 'T1574.002'].map(id => ({ relevantTechniques: `[${id}]` })),
  ],
  [
    'alert-property-twice',
    [properties('ProductName', 'AlertLink')],
    [properties('ProductName', 'AlertLink', 'ProductName')],
  ],
  // Two entities of one type each have their own identifiers.
  [
    'entity-identifier-twice',
    [mapping(entity('IP', 'Address'), entity('IP', 'Address'))],
    [mapping(entity('IP', 'Address', 'Address'))],
  ],
  // What cannot be read, or is misspelt, may be what is missing.
  [
    'entity-identifier-required',
    [
      mapping(entity('Account', 'Name', 'UPNSuffix')),
      mapping(entity('Account', 'UPNSuffix', 'AadUserID')),
      mapping('{ entityType: Account, fieldMappings: [{ identifier: UPNSuffix, columnName: UserId }, 5] }'),
      mapping(entity('Account')),
    ],
    [mapping(entity('Account', 'UPNSuffix')), mapping(entity('FileHash', 'Value'))],
  ],
  [
    'entity-weak',
    [
      mapping(entity('Account', 'UPNSuffix')),
      mapping(entity('URL', 'Url')),
      mapping('{ entityType: Account, fieldMappings: [{ identifier: Name, columnName: UserId }, 5] }'),
    ],
    [mapping(entity('Account', 'Name')), mapping(entity('IP', 'Address'), entity('Host', 'HostName'))],
  ],
  [
    'entity-column-missing',
    [{ sentinelEntitiesMappings: '[{ columnName: UserId }]' }, mapping(entity('IP', 'Address'))],
    [
      { sentinelEntitiesMappings: '[{ columnName: Nobody }]' },
      mapping('{ entityType: IP, fieldMappings: [{ identifier: Address, columnName: Nobody }] }'),
    ],
  ],
  // A time is what CreationTimeUtc is for. A column that is missing is a finding of its own.
  [
    'entity-column-type',
    [
      {
        query: quoted('SigninLogs | extend X = now()'),
        ...mapping('{ entityType: Process, fieldMappings: [{ identifier: CreationTimeUtc, columnName: X }] }'),
      },
      { sentinelEntitiesMappings: '[{ columnName: Nobody }]' },
    ],
    [
      {
        query: quoted('SigninLogs | extend X = now()'),
        ...mapping('{ entityType: Process, fieldMappings: [{ identifier: ProcessId, columnName: X }] }'),
      },
    ],
  ],
  [
    'column-name-form',
    [{ customDetails: '{ Who: User_1 }' }, { customDetails: '{ Who: _x }' }],
    [{ customDetails: '{ Who: "1a" }' }, { customDetails: '{ Who: a-b }' }],
  ],
])('%s', (id, allowed, refused) => {
  it('allows', () => expect(faulty(id, allowed)).toEqual(allowed.map(() => false)))
  it('does not allow', () => expect(faulty(id, refused)).toEqual(refused.map(() => true)))
})

describe('of lists, the first that is too many is pointed at', () => {
  it.each<readonly [string, (count: number) => Keys, number, string]>([
    ['custom-details-count', count => ({ customDetails: `{ ${times(count, n => `k${n}: UserId`)} }` }), 20, 'k20'],
    [
      'entity-mappings-count',
      count => ({
        entityMappings: `[${times(count, n => entity(n === 10 ? 'IP' : 'URL', n === 10 ? 'Address' : 'Url'))}]`,
      }),
      10,
      'IP',
    ],
    [
      'entity-identifiers-count',
      count => ({
        entityMappings: `[${entity('Host', ...['HostName', 'DnsDomain', 'OSVersion', 'AzureID'].slice(0, count))}]`,
      }),
      3,
      'AzureID',
    ],
    [
      'workspaces-count',
      count => ({
        query: quoted(`union ${times(count, n => `workspace('w${n}').SigninLogs`)}, workspace('w0').AuditLogs`),
      }),
      20,
      'workspace',
    ],
  ])('%s', (id, keys, limit, text) => {
    expect(found(id, keys(limit))).toEqual([])
    expect(found(id, keys(limit + 1))).toEqual([text])
  })

  it('entity-mappings-count, which counts lists of entities too', () => {
    const keys = (count: number): Keys => ({
      entityMappings: `[${times(count, () => entity('URL', 'Url'))}]`,
      sentinelEntitiesMappings: '[{ columnName: UserId }]',
    })
    expect(found('entity-mappings-count', keys(9))).toEqual([])
    expect(found('entity-mappings-count', keys(10))).toHaveLength(1)
  })
})

// Whether a result without rows meets the trigger, by the meaning of the operators.
it.each<readonly [string, string, boolean, boolean]>([
  ['gt', '0', false, false],
  ['lt', '0', false, true],
  ['lt', '1', true, false],
  ['eq', '0', true, false],
  ['eq', '1', false, false],
  ['ne', '0', false, false],
  ['ne', '1', true, false],
])('a trigger of %s %s fires on no rows: %s, never: %s', (triggerOperator, triggerThreshold, onNothing, never) => {
  const keys = { triggerOperator, triggerThreshold, entityMappings: `[${entity('Account', 'AadUserId')}]` }
  expect(found('trigger-on-silence', keys)).toHaveLength(onNothing ? 1 : 0)
  expect(found('trigger-on-silence', { ...keys, entityMappings: undefined })).toEqual([])
  expect(found('trigger-never', keys)).toHaveLength(never ? 1 : 0)
})

it('connector-unlisted names each table once', () => {
  expect(found('connector-unlisted', officeOnly('SigninLogs | union SigninLogs, AuditLogs'))).toEqual([
    'SigninLogs',
    'AuditLogs',
  ])
})

it('description-missing points at what is written', () => {
  expect(found('description-missing', { description: '" "' })).toEqual(['" "'])
  expect(found('description-missing', { description: undefined })).toEqual([''])
})

it('custom-entity-unmapped names each old column once, unless a mapping uses it', () => {
  const query = quoted(
    'SigninLogs | extend IPCustomEntity = IPAddress, HostCustomEntity = "a" | where isnotempty(IPCustomEntity)',
  )
  expect(found('custom-entity-unmapped', { query })).toEqual(['IPCustomEntity', 'HostCustomEntity'])
  const entityMappings = '[{ entityType: IP, fieldMappings: [{ identifier: Address, columnName: IPCustomEntity }] }]'
  expect(found('custom-entity-unmapped', { query, entityMappings })).toEqual(['HostCustomEntity'])
  expect(found('custom-entity-unmapped', { query: quoted('SigninLogs // IPCustomEntity') })).toEqual([])
})
