import type { GroupingConfiguration } from '@tripline/rules'
import { ticksPerMinute } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import type { Alert } from '../../src/alert/alert.ts'
import { incidentsOf } from '../../src/alert/incident.ts'
import { duration, instant, located, alert as sampleAlert, scheduled } from '../sample.ts'

const start = instant('2026-03-02T10:00:00Z')

/** An alert some minutes after ten o'clock, about an address. */
const alert = (minutes: number, address?: string, changes: Partial<Alert> = {}): Alert =>
  sampleAlert({
    at: start + BigInt(minutes) * ticksPerMinute,
    entities: address === undefined ? [] : [{ type: 'IP', identifiers: { Address: address } }],
    ...changes,
  })

const grouping = (
  matchingMethod: GroupingConfiguration['matchingMethod']['value'],
  changes: Partial<GroupingConfiguration> = {},
) =>
  scheduled({
    incidentConfiguration: {
      createIncident: located(true),
      groupingConfiguration: {
        enabled: located(true),
        reopenClosedIncident: located(false),
        lookbackDuration: duration('5h'),
        matchingMethod: located(matchingMethod),
        groupByEntities: [],
        groupByAlertDetails: [],
        groupByCustomDetails: [],
        ...changes,
      },
    },
  })

const sizes = (rule: ReturnType<typeof scheduled>, ...alerts: readonly Alert[]) =>
  incidentsOf(rule, alerts).map(incident => incident.alerts.length)

describe('incidents', () => {
  it('are one for each alert of a rule that does not group', () => {
    expect(sizes(scheduled(), alert(0), alert(0))).toEqual([1, 1])
    expect(sizes(grouping('AnyAlert', { enabled: located(false) }), alert(0), alert(0))).toEqual([1, 1])
  })

  it('are none where the rule creates none', () => {
    expect(sizes(scheduled({ incidentConfiguration: { createIncident: located(false) } }), alert(0))).toEqual([])
  })

  it('take every alert under AnyAlert', () => {
    expect(sizes(grouping('AnyAlert'), alert(0, 'a'), alert(5, 'b'))).toEqual([2])
  })

  it('take alerts with identical entities under AllEntities, in any order', () => {
    const both = { entities: [...alert(0, 'a').entities, ...alert(0, 'b').entities] }
    const turned = { entities: both.entities.toReversed() }
    const rule = grouping('AllEntities')
    expect(sizes(rule, alert(0, 'a'), alert(1, 'b'), alert(2, 'a'))).toEqual([2, 1])
    expect(sizes(rule, alert(0, 'a', both), alert(1, 'a', turned), alert(2, 'a'))).toEqual([2, 1])
  })

  it('look back from the first alert, its end included', () => {
    const rule = grouping('AnyAlert', { lookbackDuration: duration('1h') })
    expect(sizes(rule, alert(0), alert(40), alert(60), alert(61))).toEqual([3, 1])
  })

  it('hold 150 alerts; the next opens another with the same details', () => {
    const alerts = Array.from({ length: 151 }, () => alert(0))
    expect(sizes(grouping('AnyAlert'), ...alerts)).toEqual([150, 1])
  })

  it('group by what is selected', () => {
    const bySeverity = grouping('Selected', { groupByAlertDetails: [located('Severity')] })
    expect(sizes(bySeverity, alert(0, 'a'), alert(1, 'b'), alert(2, 'a', { severity: 'High' }))).toEqual([2, 1])
    const byAccount = grouping('Selected', { groupByEntities: [located('Account')] })
    expect(sizes(byAccount, alert(0, 'a'), alert(1, 'b'))).toEqual([2])
    const byDetail = grouping('Selected', { groupByCustomDetails: [located('Count')] })
    const count = (value: bigint) => ({ customDetails: [{ key: 'Count', type: 'long' as const, value }] })
    expect(sizes(byDetail, alert(0, 'a', count(1n)), alert(1, 'b', count(1n)), alert(2, 'a', count(2n)))).toEqual([
      2, 1,
    ])
  })
})
