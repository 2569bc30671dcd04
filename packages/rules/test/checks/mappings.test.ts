import { describe, expect, it } from 'vitest'
import { entityTypes } from '../../src/index.ts'
import {
  entity,
  faulty,
  found,
  grouping,
  hunting,
  type Keys,
  nrt,
  quoted,
  scheduled,
  unscheduled,
} from './rule-keys.ts'

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

describe('columns of alert details', () => {
  const overriding = (details: string, query = 'SigninLogs'): Keys => ({
    alertDetailsOverride: `{ ${details} }`,
    query: quoted(query),
  })

  it.each([
    'alertDisplayNameFormat: "by {{Who}}"',
    'alertDescriptionFormat: "by {{Who}}"',
    'alertTacticsColumnName: Who',
    'alertSeverityColumnName: Who',
    'alertDynamicProperties: [{ alertProperty: ProductName, value: Who }]',
  ])('are missing unless the query returns them: %s', details => {
    expect(found('alert-detail-column-missing', overriding(details))).toHaveLength(1)
    expect(found('alert-detail-column-missing', overriding(details, 'SigninLogs | extend Who = UserId'))).toEqual([])
  })

  // The page of the check: severities are text, tactics are text or a list of names.
  it.each([
    ['"a"', [], []],
    ['dynamic([])', ['X'], []],
    ['1', ['X'], ['X']],
  ])('%s as a severity: %j, as tactics: %j', (value, asSeverity, asTactics) => {
    const query = `SigninLogs | extend X = ${value}`
    expect(found('alert-detail-column-type', overriding('alertSeverityColumnName: X', query))).toEqual(asSeverity)
    expect(found('alert-detail-column-type', overriding('alertTacticsColumnName: X', query))).toEqual(asTactics)
  })
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
