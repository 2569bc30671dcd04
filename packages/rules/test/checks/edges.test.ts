import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { checkRule, entityTypes, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

/** Keys of a rule with their values, as YAML in flow style. */
type Keys = Readonly<Record<string, string | undefined>>

const scheduled: Keys = {
  id: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
  name: 'Sample',
  description: 'Identifies samples.',
  version: '1.0.0',
  kind: 'Scheduled',
  severity: 'Low',
  requiredDataConnectors: '[]',
  queryFrequency: '1h',
  queryPeriod: '1h',
  triggerOperator: 'gt',
  triggerThreshold: '0',
  tactics: '[InitialAccess]',
  relevantTechniques: '[T1078]',
  query: 'SigninLogs',
}
const unscheduled = {
  queryFrequency: undefined,
  queryPeriod: undefined,
  triggerOperator: undefined,
  triggerThreshold: undefined,
}
const nrt: Keys = { kind: 'NRT', ...unscheduled }
const hunting: Keys = { kind: 'Hunting', ...unscheduled, severity: undefined }

/** The texts that a check finds fault with, up to the first sign that ends a word. */
function found(id: string, keys: Keys): string[] {
  const text = Object.entries({ ...scheduled, ...keys })
    .map(([key, value]) => (value === undefined ? '' : `${key}: ${value}\n`))
    .join('')
  return checkRule(loadRule({ path: 'rule.yaml', text }), analyses)
    .filter(finding => finding.id === id)
    .map(({ span }) => text.slice(span!.start, span!.end))
}

/** Which of the rules a check finds fault with. */
const faulty = (id: string, rules: readonly Keys[]): readonly boolean[] => rules.map(keys => found(id, keys).length > 0)

const times = (count: number, write: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => write(n)).join(', ')
const quoted = (text: string): string => JSON.stringify(text)
const override = (key: string, value: string): Keys => ({ alertDetailsOverride: `{ ${key}: ${value} }` })
const entity = (type: string, ...identifiers: readonly string[]): string =>
  `{ entityType: ${type}, fieldMappings: [${identifiers.map(name => `{ identifier: ${name}, columnName: UserId }`).join(', ')}] }`
const grouping = (settings: string, more: Keys = {}): Keys => ({
  incidentConfiguration: `{ createIncident: true, groupingConfiguration: { enabled: true, reopenClosedIncident: false, lookbackDuration: 1h, matchingMethod: AllEntities, ${settings} } }`,
  ...more,
})
const suppression = (duration: string, enabled = true): Keys => ({
  queryFrequency: '5m',
  suppressionEnabled: String(enabled),
  suppressionDuration: duration,
})
const delay = (text: string): Keys => ({ metadata: `{ tripline: { ingestionDelay: ${text} } }` })

// Each limit is the one on the check's page, which says where Microsoft states it: what is still allowed, then what is not.
describe.each<readonly [string, readonly Keys[], readonly Keys[]]>([
  ['name-too-long', [{ name: 'a'.repeat(256) }, { name: 'a' }], [{ name: 'a'.repeat(257) }, { name: '""' }]],
  ['description-too-long', [{ description: 'a'.repeat(5000) }], [{ description: 'a'.repeat(5001) }]],
  ['description-missing', [{ description: 'a' }], [{ description: '" "' }, { description: undefined }]],
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
    [{ ...delay('5m') }, { ...delay('10m'), queryPeriod: '65m' }],
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
    ],
    [{ queryPeriod: 'P1DT1M', query: 'SigninLogs | join kind=inner AuditLogs on CorrelationId' }],
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

describe('comparisons', () => {
  const where = (condition: string): Keys => ({ query: quoted(`SigninLogs | where ${condition}`) })

  it.each([
    ['account-name-case', 'UserPrincipalName', '"a@b.example"'],
    ['folded-comparison', 'tolower(Location)', '"de"'],
    ['folded-comparison', 'toupper(Location)', '"DE"'],
  ])('%s: %s with each operator that minds the case', (id, left, text) => {
    const ways = [
      `== ${text}`,
      `!= ${text}`,
      `in (${text})`,
      `!in (${text})`,
      `=~ ${text}`,
      `!~ ${text}`,
      `in~ (${text})`,
      `has ${text}`,
    ]
    expect(
      faulty(
        id,
        ways.map(way => where(`${left} ${way}`)),
      ),
    ).toEqual([true, true, true, true, false, false, false, false])
  })

  it('account-name-case is about letters, and about names of accounts', () => {
    const conditions = [
      'UserPrincipalName == "42"',
      'Location == "de"',
      'tolower(UserPrincipalName) == "a"',
      'UserPrincipalName == "a"',
    ]
    expect(faulty('account-name-case', conditions.map(where))).toEqual([false, false, false, true])
  })

  it.each(['contains', '!contains', 'contains_cs', '!contains_cs'])('contains-for-term: %s', operator => {
    const texts = ['abcd', 'ab12', 'abc', 'ab cd', 'a.bcd']
    expect(
      faulty(
        'contains-for-term',
        texts.map(text => where(`Location ${operator} "${text}"`)),
      ),
    ).toEqual([true, true, false, false, false])
  })

  it('regex-for-text is about plain text', () => {
    const patterns = ['abc', 'a b-c_1', 'a.c', '^abc', 'ab|c']
    expect(
      faulty(
        'regex-for-text',
        patterns.map(pattern => where(`Location matches regex "${pattern}"`)),
      ),
    ).toEqual([true, true, false, false, false])
  })
})

describe('query-foreign-resource', () => {
  // Microsoft: no rule may use adx(); near-real-time rules read one workspace.
  it.each([
    ["adx('https://c.example/d').T", true, true],
    ["workspace('w').SigninLogs", false, true],
    ["app('a').requests", false, true],
    ["resource('r').T", false, true],
    ['SigninLogs', false, false],
    ['print a = "workspace(\'w\')"', false, false],
    ["SigninLogs // workspace('w')", false, false],
    ['SigninLogs | extend app = 1 | where app == 1', false, false],
  ])('%s', (query, inScheduled, inNrt) => {
    expect(faulty('query-foreign-resource', [{ query: quoted(query) }, { ...nrt, query: quoted(query) }])).toEqual([
      inScheduled,
      inNrt,
    ])
  })
})

describe('entities', () => {
  const weak = (type: string, ...identifiers: readonly string[]) =>
    found('entity-weak', { entityMappings: `[${entity(type, ...identifiers)}]` })

  // Strong identifiers of Microsoft's "entity types reference"; three can be mapped at once.
  it.each([
    [
      'Account',
      [
        ['FullName'],
        ['Name', 'UPNSuffix'],
        ['Name', 'NTDomain'],
        ['Name', 'DnsDomain'],
        ['AadUserId'],
        ['Sid'],
        ['PUID'],
        ['ObjectGuid'],
      ],
      [['Name']],
    ],
    [
      'Host',
      [
        ['FullName'],
        ['HostName', 'NTDomain'],
        ['HostName', 'DnsDomain'],
        ['NetBiosName', 'NTDomain'],
        ['NetBiosName', 'DnsDomain'],
        ['AzureID'],
        ['OMSAgentID'],
      ],
      [['HostName'], ['NetBiosName'], ['HostName', 'NetBiosName']],
    ],
    ['IP', [['Address']], []],
  ])('of type %s are weak without a unique identifier', (type, strong, others) => {
    expect(strong.map(set => weak(type, ...set))).toEqual(strong.map(() => []))
    expect(others.map(set => weak(type, ...set))).toEqual(others.map(([first]) => [first]))
  })

  it('that are weak are so in hunting queries as well', () => {
    expect(found('entity-weak', { ...hunting, entityMappings: `[${entity('Account', 'Name')}]` })).toEqual(['Name'])
  })

  it.each(Object.entries(entityTypes).map(([type, { required }]) => [type, required] as const))(
    'of type %s are made of any set that is enough',
    (type, required) => {
      for (const set of required) {
        expect(found('entity-identifier-required', { entityMappings: `[${entity(type, ...set)}]` })).toEqual([])
      }
    },
  )

  it.each([
    ['datetime', 'now()', true],
    ['timespan', '1h', true],
    ['bool', 'true', true],
    ['real', '1.5', true],
    ['decimal', 'decimal(1.5)', true],
    ['dynamic', 'dynamic({})', true],
    ['string', '"a"', false],
    ['long', '1', false],
    ['guid', 'new_guid()', false],
  ])('are not %s', (_, value, isFault) => {
    const mapped = `[{ entityType: Account, fieldMappings: [{ identifier: AadUserId, columnName: X }] }]`
    const keys = { query: quoted(`SigninLogs | extend X = ${value}`) }
    expect(found('entity-column-type', { ...keys, entityMappings: mapped })).toEqual(isFault ? ['X'] : [])
    const list = value === '"a"' || value === 'dynamic({})'
    expect(found('entity-column-type', { ...keys, sentinelEntitiesMappings: '[{ columnName: X }]' })).toEqual(
      list ? [] : ['X'],
    )
  })

  it.each(['Account', 'Host', 'IP', 'URL', 'Process', 'FileHash'])(
    'are not made by the name %sCustomEntity alone',
    type => {
      const column = `${type}CustomEntity`
      const keys = { query: quoted(`SigninLogs | extend ${column} = UserId | where ${column} != ""`) }
      expect(found('custom-entity-unmapped', keys)).toEqual([column])
      expect(
        found('custom-entity-unmapped', {
          ...keys,
          entityMappings: `[{ entityType: URL, fieldMappings: [{ identifier: Url, columnName: ${column} }] }]`,
        }),
      ).toEqual([])
    },
  )
})

it('a mapping without identifiers has too few, unless one of them could not be read', () => {
  const mapped = (fields: string): Keys => ({ entityMappings: `[{ entityType: IP, fieldMappings: [${fields}] }]` })
  expect(found('entity-identifiers-count', mapped(''))).toEqual(['IP'])
  expect(found('entity-identifiers-count', mapped('{ identifier: [Address], columnName: IPAddress }'))).toEqual([])
})

describe('grouping', () => {
  const selected = (lists: string, more: Keys = {}) => grouping(`matchingMethod: Selected, ${lists}`, more)

  it.each(['groupByEntities: [Account]', 'groupByAlertDetails: [Severity]', 'groupByCustomDetails: [Who]'])(
    'selects something by %s alone',
    lists => {
      expect(found('grouping-selects-nothing', selected(lists))).toEqual([])
    },
  )

  it('selects nothing without any', () => {
    expect(found('grouping-selects-nothing', selected(''))).toHaveLength(1)
    expect(found('grouping-selects-nothing', grouping(''))).toEqual([])
  })

  it('names what the rule has', () => {
    const rule = { entityMappings: `[${entity('Account', 'AadUserId')}]`, customDetails: '{ Who: UserId }' }
    const known =
      'groupByEntities: [Account], groupByAlertDetails: [DisplayName, Severity], groupByCustomDetails: [Who]'
    expect(found('grouping-key-unknown', selected(known, rule))).toEqual([])
    expect(found('grouping-key-unknown', selected(known))).toEqual(['Account', 'Who'])
  })
})

it('PreAttack means the two tactics that replaced it', () => {
  // ATT&CK: T1595 serves Reconnaissance, T1583 ResourceDevelopment, T1078 neither.
  const techniques = ['T1595', 'T1583', 'T1078'].map(technique => ({
    tactics: '[PreAttack]',
    relevantTechniques: `[${technique}]`,
  }))
  expect(faulty('technique-tactic', techniques)).toEqual([false, false, true])
})

it.each([
  ['Microsoft Cloud App Security', []],
  ['Azure Security Center', []],
  ['Azure Advanced Threat Protection', []],
  ['Azure Active Directory Identity Protection', []],
  ['Azure Security Center for IoT', []],
  ['Office 365 Advanced Threat Protection', []],
  ['Microsoft Defender Advanced Threat Protection', []],
  ['Microsoft Defender', ['Microsoft Defender']],
])('incidents of %s', (productFilter, faults) => {
  const keys = { ...scheduled, ...unscheduled, kind: 'MicrosoftSecurityIncidentCreation', productFilter }
  expect(
    found('product-filter-unknown', { ...keys, query: undefined, tactics: undefined, relevantTechniques: undefined }),
  ).toEqual(faults)
})
