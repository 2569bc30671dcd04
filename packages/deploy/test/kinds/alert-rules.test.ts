import type { Resource } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { alertRules } from '../../src/kinds/alert-rules.ts'
import { compareFields } from '../../src/plan/compare-fields.ts'
import { planResource } from '../../src/plan/plan-resource.ts'
import { scheduled } from '../desired-resources.ts'

const stored = (kind: string, properties: Record<string, unknown>): Resource => ({ id: '1', kind, properties })
const diff = (kind: string, wanted: Record<string, unknown>, found: Record<string, unknown>) =>
  compareFields(alertRules, { kind, properties: wanted }, stored(kind, found))

describe('a rule as stored against a rule as written', () => {
  it('does not mind what the service adds, rewrites or reorders', () => {
    const wanted = { queryPeriod: 'PT24H', tactics: ['Impact', 'Discovery'], query: 'A\n| take 1' }
    const found = {
      queryPeriod: 'P1D',
      tactics: ['Discovery', 'Impact'],
      query: 'A\r\n| take 1',
      description: '',
      customDetails: null,
      entityMappings: [],
      lastModifiedUtc: '2026-03-02T10:00:00Z',
      eventGroupingSettings: { aggregationKind: 'SingleAlert' },
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          enabled: false,
          reopenClosedIncident: false,
          lookbackDuration: 'PT5H',
          matchingMethod: 'AllEntities',
          groupByEntities: [],
        },
      },
    }
    expect(diff('Scheduled', wanted, found)).toEqual([])
  })

  it('names a nested field by its path, and defaults by their value', () => {
    const mapping = (columnName: string) => [
      { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName }] },
    ]
    const changes = diff(
      'Scheduled',
      { entityMappings: mapping('IPAddress'), eventGroupingSettings: { aggregationKind: 'AlertPerResult' } },
      { entityMappings: mapping('CallerIp'), alertRuleTemplateName: 'x' },
    )
    expect(changes).toEqual([
      { path: 'entityMappings[0].fieldMappings[0].columnName', from: 'CallerIp', to: 'IPAddress' },
      { path: 'eventGroupingSettings.aggregationKind', from: 'SingleAlert', to: 'AlertPerResult' },
      { path: 'alertRuleTemplateName', from: 'x', to: null },
    ])
  })

  it('does not mind properties that the service has come to add, at any depth', () => {
    const found = {
      renamedUtc: '2026-03-02T10:00:00Z',
      incidentConfiguration: { isCopilot: false },
      entityMappings: [{ x: 1 }],
    }
    expect(diff('Scheduled', {}, found)).toEqual([])
  })

  it('does not mind whether the text ends with a line break', () => {
    expect(diff('Scheduled', { query: 'A\n', description: 'd\n' }, { query: 'A', description: 'd' })).toEqual([])
  })

  it('compares only what can be set of a rule that Microsoft keeps', () => {
    const found = { enabled: true, alertRuleTemplateName: 't', displayName: 'Advanced', severity: 'High' }
    expect(diff('Fusion', { enabled: false, alertRuleTemplateName: 't' }, found)).toEqual([
      { path: 'enabled', from: true, to: false },
    ])
  })
})

/** An object with one value, at a path of names. */
const at = (path: string, value: unknown): Record<string, unknown> => {
  const [name, ...rest] = path.split('.')
  return { [name!]: rest.length === 0 ? value : at(rest.join('.'), value) }
}
const grouping = 'incidentConfiguration.groupingConfiguration'

describe('the fields of a rule', () => {
  // ISO 8601: sixty minutes are an hour.
  it.each(['queryFrequency', 'queryPeriod', 'suppressionDuration', `${grouping}.lookbackDuration`])(
    '%s is a length of time, however written',
    path => {
      expect(diff('Scheduled', at(path, 'PT60M'), at(path, 'PT1H'))).toEqual([])
      expect(diff('Scheduled', at(path, 'PT60M'), at(path, 'PT61M'))).toEqual([{ path, from: 'PT61M', to: 'PT60M' }])
      expect(diff('Scheduled', at(path, 'soon'), at(path, 'later'))).toEqual([{ path, from: 'later', to: 'soon' }])
      expect(diff('Scheduled', at(path, 'soon'), at(path, 'soon'))).toEqual([])
    },
  )

  it.each([
    'tactics',
    'techniques',
    'subTechniques',
    'severitiesFilter',
    `${grouping}.groupByEntities`,
    `${grouping}.groupByAlertDetails`,
    `${grouping}.groupByCustomDetails`,
  ])('%s is a set', path => {
    expect(diff('Scheduled', at(path, ['a', 'b']), at(path, ['b', 'a']))).toEqual([])
    expect(diff('Scheduled', at(path, ['a', 'b']), at(path, ['a']))).toEqual([{ path, from: ['a'], to: ['a', 'b'] }])
    expect(diff('Scheduled', at(path, ['a']), at(path, []))).toEqual([{ path, from: null, to: ['a'] }])
    expect(diff('Scheduled', at(path, []), at(path, null))).toEqual([])
  })

  it.each(['query', 'description'])('%s is text, whose line ends are those of the service', path => {
    expect(diff('Scheduled', at(path, 'a\nb\nc'), at(path, 'a\r\nb\r\nc'))).toEqual([])
    expect(diff('Scheduled', at(path, 'a\nb'), at(path, 'a b'))).toEqual([{ path, from: 'a b', to: 'a\nb' }])
  })

  // The defaults of the published description of alert rules.
  it.each([
    ['description', '', 'text'],
    ['eventGroupingSettings.aggregationKind', 'SingleAlert', 'AlertPerResult'],
    ['incidentConfiguration.createIncident', true, false],
    [`${grouping}.enabled`, false, true],
    [`${grouping}.reopenClosedIncident`, false, true],
    [`${grouping}.lookbackDuration`, 'PT5H', 'PT6H'],
    [`${grouping}.matchingMethod`, 'AllEntities', 'Selected'],
  ])('%s is %o where nothing is said', (path, byDefault, other) => {
    expect(diff('Scheduled', {}, at(path, byDefault))).toEqual([])
    expect(diff('Scheduled', at(path, byDefault), {})).toEqual([])
    expect(diff('Scheduled', {}, at(path, other))).toEqual([{ path, from: other, to: byDefault }])
    expect(diff('Scheduled', at(path, other), {})).toEqual([{ path, from: byDefault, to: other }])
    expect(compareFields(alertRules, { kind: 'Scheduled', properties: at(path, other) }, undefined)).toEqual([
      { path, from: null, to: other },
    ])
  })

  it.each([
    ['severity', 'High', 'Low'],
    ['enabled', false, true],
    ['triggerThreshold', 0, 1],
    ['customDetails.Who', 'User', 'user'],
  ])('%s is compared verbatim', (path, one, other) => {
    expect(diff('Scheduled', at(path, one), at(path, one))).toEqual([])
    expect(diff('Scheduled', at(path, one), at(path, other))).toEqual([{ path, from: other, to: one }])
    expect(diff('Scheduled', at(path, one), {})).toEqual([{ path, from: null, to: one }])
    expect(diff('Scheduled', {}, at(path, one))).toEqual([{ path, from: one, to: null }])
  })

  it('lists of objects have an order', () => {
    const mapping = (...types: readonly string[]) => ({ entityMappings: types.map(entityType => ({ entityType })) })
    expect(diff('Scheduled', mapping('IP', 'Host'), mapping('Host', 'IP')).map(({ path }) => path)).toEqual([
      'entityMappings[0].entityType',
      'entityMappings[1].entityType',
    ])
    expect(diff('Scheduled', mapping('IP', 'Host'), mapping('IP'))).toEqual([
      { path: 'entityMappings[1].entityType', from: null, to: 'Host' },
    ])
  })
})

it('fields that only the service sets are not differences', () => {
  const touched = { lastModifiedUtc: '2026-03-02T10:00:00Z' }
  expect(diff('Scheduled', {}, touched)).toEqual([])
})

it.each([
  ['Fusion', []],
  ['ThreatIntelligence', []],
  ['MLBehaviorAnalytics', []],
  ['Scheduled', ['severity']],
  ['NRT', ['severity']],
  ['MicrosoftSecurityIncidentCreation', ['severity']],
])('of a rule of kind %s, what the project does not say differs: %o', (kind, paths) => {
  const found = diff(kind, { enabled: true }, { enabled: true, severity: 'High' })
  expect(found.map(({ path }) => path)).toEqual(paths)
})

describe('an update of a rule', () => {
  const rule = scheduled(1)
  const found = (more: Record<string, unknown>) => ({
    id: rule.id,
    kind: 'Scheduled',
    properties: { ...rule.body.properties, severity: 'Low', ...more },
  })
  const warnings = (more: Record<string, unknown>) => planResource(alertRules, rule, found(more), 0).warnings

  it('warns of properties that it would remove because Tripline does not know them, at any depth', () => {
    expect(warnings({ isCopilot: true, incidentConfiguration: { owner: 'ann' } })).toEqual([
      'properties that are unknown to Tripline are removed: isCopilot, incidentConfiguration.owner',
    ])
  })

  it('does not warn of the date that the service adds, of known ones, or where nothing changes', () => {
    expect(warnings({ lastModifiedUtc: '2026-03-02T10:00:00Z', description: 'a' })).toEqual([])
    expect(warnings({ severity: 'High', isCopilot: true })).toEqual([])
  })
})
