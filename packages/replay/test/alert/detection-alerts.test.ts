import type { CustomDetection } from '@tripline/rules'
import { describe, expect, it } from 'vitest'
import { detectionAlerts, joinAlerts } from '../../src/alert/detection-alerts.ts'
import { instant, located, mapping, rowsOf, scheduled } from '../sample.ts'

const { queryFrequency, queryPeriod, triggerOperator, triggerThreshold, ...document } = scheduled()

/** A custom detection whose alerts are about the column Device. */
const detection = (changes: Partial<CustomDetection> = {}): CustomDetection =>
  ({
    ...document,
    kind: 'CustomDetection',
    entityMappings: [mapping('Host', { HostName: 'Device' })],
    ...changes,
  }) as CustomDetection

const at = instant('2026-03-02T10:00:00Z')
type Event = readonly [device: string, id: bigint]
const raised = (rule: CustomDetection, ...events: readonly Event[]) =>
  detectionAlerts(rule, at, rowsOf({ Device: 'string', Id: 'long' }, events))
const host = (name: string) => ({ type: 'Host', identifiers: { HostName: name } })

// Decision R19, and "Create custom detection rules": events with the same entities and texts are one alert.
describe('the alerts of a run', () => {
  it('are one for each set of entities, and count each event once', () => {
    expect(raised(detection(), ['a', 1n], ['b', 1n], ['a', 2n], ['a', 1n])).toMatchObject([
      { at, title: 'Sample', entities: [host('a')], rows: 2 },
      { at, title: 'Sample', entities: [host('b')], rows: 1 },
    ])
  })

  it('are one for each title', () => {
    const alertDetailsOverride = { alertDisplayNameFormat: located('{{Id}}'), alertDynamicProperties: [] }
    const titles = raised(detection({ alertDetailsOverride }), ['a', 1n], ['a', 2n]).map(({ title }) => title)
    expect(titles).toEqual(['1', '2'])
  })

  it('are one with all entities, each once, if the rule groups them', () => {
    const grouped = detection({ aggregationKind: located('SingleAlert' as const) })
    expect(raised(grouped, ['a', 1n], ['b', 1n], ['a', 2n])).toMatchObject([
      { entities: [host('a'), host('b')], rows: 3 },
    ])
  })

  it('have no identifier without a value, or that the interface does not know, and no entity without identifiers', () => {
    const entitiesOf = (identifiers: Readonly<Record<string, string>>, device: string) =>
      raised(detection({ entityMappings: [mapping('Host', identifiers)] }), [device, 1n])[0]!.entities
    expect(entitiesOf({ HostName: 'Device', OSVersion: 'Id' }, 'a')).toEqual([host('a')])
    expect(entitiesOf({ HostName: 'Device' }, '')).toEqual([])
    expect(entitiesOf({ OSVersion: 'Id' }, 'a')).toEqual([])
  })

  // "Create custom detection rules": 4 KB of custom details, or the alert has none of them.
  it.each([
    [4096 - 'Device'.length, 1],
    [4097 - 'Device'.length, 0],
  ])('have all details, or none: %i letters', (length, count) => {
    const detailed = detection({ customDetails: [{ key: located('Device'), columnName: located('Device') }] })
    expect(raised(detailed, ['x'.repeat(length), 1n])[0]!.customDetails).toHaveLength(count)
  })
})

describe('alerts of a later run', () => {
  it('join those that are the same, and the others are new', () => {
    const earlier = raised(detection(), ['a', 1n], ['b', 1n])
    const later = raised(detection(), ['a', 1n], ['a', 2n], ['c', 1n])
    const { alerts, added } = joinAlerts(later, earlier)
    expect(added).toMatchObject([{ entities: [host('c')], rows: 1 }])
    expect(alerts).toMatchObject([
      { entities: [host('a')], rows: 2 },
      { entities: [host('b')], rows: 1 },
      { entities: [host('c')], rows: 1 },
    ])
  })
})
