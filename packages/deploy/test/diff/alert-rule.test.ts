import type { AlertRule } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { diffAlertRule } from '../../src/diff/alert-rule.ts'

const stored = (kind: string, properties: Record<string, unknown>): AlertRule => ({ id: '1', kind, properties })
const diff = (kind: string, wanted: Record<string, unknown>, found: Record<string, unknown>) =>
  diffAlertRule({ kind, properties: wanted }, stored(kind, found))

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

  it('tells an unknown new property of the service from silence: it would be lost by a write', () => {
    expect(diff('Scheduled', {}, { startTimeUtc: '2026-03-02T10:00:00Z' })).toEqual([
      { path: 'startTimeUtc', from: '2026-03-02T10:00:00Z', to: null },
    ])
  })

  it('compares only what can be set of a rule that Microsoft keeps', () => {
    const found = { enabled: true, alertRuleTemplateName: 't', displayName: 'Advanced', severity: 'High' }
    expect(diff('Fusion', { enabled: false, alertRuleTemplateName: 't' }, found)).toEqual([
      { path: 'enabled', from: true, to: false },
    ])
  })
})
