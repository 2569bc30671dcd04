import type { Resource } from '@tripline/azure'
import { expect, it, test } from 'vitest'
import { byKey, driftOf, planDeploy } from '../src/index.ts'
import { alertRules } from '../src/kinds/alert-rules.ts'
import { recorded } from './client-with.ts'
import { elaborate, empty, nearRealTime, scheduled, tableWith } from './desired-resources.ts'

const state = [scheduled(1), elaborate(2), nearRealTime(3)]
const stored = ({ id, body }: (typeof state)[number]): Resource => ({ id, ...body, etag: '"1"' })

/** The drift of a workspace with these rules, to which the state was applied. */
function driftOver(rules: readonly Resource[], wanted = state) {
  const applied = recorded({ ...empty, alertRules: byKey(state.map(stored)) }, state)
  const actual = { ...applied, alertRules: byKey(rules) }
  return driftOf(planDeploy({ name: 'prod', resource: '/s' }, wanted, actual), actual)
}

it('is nothing after everything was applied', () => {
  expect(driftOver(state.map(stored))).toMatchObject({ drifted: [], unowned: [], pending: 0, unchanged: 3 })
})

/** An object with one value changed, at a path of names and indexes. */
function withChange(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to
  const copy = structuredClone(value ?? (/^\d/.test(name) ? [] : {})) as Record<string, unknown>
  copy[name] = withChange(copy[name], rest, to)
  return copy
}

const values: Readonly<Record<string, unknown>> = {
  enabled: false,
  triggerThreshold: 7,
  suppressionEnabled: true,
  'incidentConfiguration.createIncident': false,
  'incidentConfiguration.groupingConfiguration.enabled': false,
  'incidentConfiguration.groupingConfiguration.reopenClosedIncident': true,
  startTimeUtc: '2026-03-09T00:00:00Z',
  queryFrequency: 'PT2H',
  queryPeriod: 'PT9H',
  suppressionDuration: 'PT9H',
  'incidentConfiguration.groupingConfiguration.lookbackDuration': 'PT9H',
}
const lists = /^(tactics|techniques|subTechniques|severitiesFilter|displayNames.*|.*groupBy.*)$/

// Every field that a caller can set, one at a time.
test.each(Object.keys(alertRules.fields))('an edit of %s is named, and nothing else', field => {
  const path = field.replaceAll('[]', '[0]').replace('*', 'Address')
  const to = lists.test(field) ? ['edited'] : (values[field] ?? 'edited')
  const rule = stored(elaborate(2))
  const names = path.split(/[.[\]]+/)
  const properties = withChange(rule.properties, names, to) as Resource['properties']
  const { drifted, unchanged } = driftOver([stored(scheduled(1)), { ...rule, properties }, stored(nearRealTime(3))])
  expect(drifted.map(({ name, cause, changes }) => [name, cause, changes.map(change => change.path)])).toEqual([
    ['Everything', 'edited', [path]],
  ])
  expect(drifted[0]!.changes[0]!.to).toEqual(to)
  expect(unchanged).toBe(2)
})

it('names rules that were deleted, and those that nobody has in a file', () => {
  const foreign = { ...stored(scheduled(9)), id: 'brute-force' }
  const { drifted, unowned } = driftOver([stored(elaborate(2)), stored(nearRealTime(3)), foreign])
  expect(drifted).toMatchObject([{ name: 'Rule 1', cause: 'deleted', changes: [] }])
  expect(unowned).toEqual([{ type: 'alertRules', id: 'brute-force', name: 'Rule 9' }])
})

it('only counts what has changed in files', () => {
  const wanted = [scheduled(1, { severity: 'Low' }), elaborate(2), scheduled(4)]
  expect(driftOver(state.map(stored), wanted)).toMatchObject({ drifted: [], pending: 2, unchanged: 1 })
})

it('includes settings of tables, from the file to the workspace', () => {
  const properties = { plan: 'Analytics', retentionInDays: 90, totalRetentionInDays: 90 }
  const actual = { ...empty, tables: byKey([{ id: 'SigninLogs', properties }]) }
  const wanted = [tableWith('SigninLogs', { totalRetentionInDays: 2556 })]
  const { drifted } = driftOf(planDeploy({ name: 'prod', resource: '/s' }, wanted, actual), actual)
  expect(drifted).toMatchObject([
    { name: 'SigninLogs', cause: 'differs', changes: [{ path: 'totalRetentionInDays', from: 2556, to: 90 }] },
  ])
})
