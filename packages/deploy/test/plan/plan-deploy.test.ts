import type { Resource } from '@tripline/azure'
import { expect, it } from 'vitest'
import { byKey, type DesiredResource, planDeploy, planDocument } from '../../src/index.ts'
import { nearRealTime, scheduled, tableWith } from '../desired-resources.ts'

const retained = (id: string, totalRetentionInDays: number): Resource => ({
  id,
  properties: { plan: 'Analytics', retentionInDays: 90, totalRetentionInDays, provisioningState: 'Succeeded' },
})
const stored = ({ id, body }: DesiredResource, properties: object = {}): Resource => ({
  id,
  kind: body.kind!,
  properties: { ...body.properties, ...properties },
})

const named = (number: number, displayName: string) => scheduled(number, { displayName })
const [create, conflict] = [named(1, 'create'), nearRealTime(2)]
const [updates, none] = [[named(3, 'update b'), named(4, 'Update a')] as const, named(5, 'none')]
const total = (name: string) => tableWith(name, { totalRetentionInDays: 365 })

const plan = planDeploy(
  { name: 'w', resource: '/subscriptions/s' },
  [create, conflict, ...updates, none, ...['missing', 'same', 'short'].map(total)],
  {
    alertRules: byKey([stored(scheduled(2)), ...updates.map(rule => stored(rule, { severity: 'Low' })), stored(none)]),
    tables: byKey([retained('same', 365), retained('short', 90)]),
  },
)

// Rules read tables, and a name must be free before another rule takes it; within one kind of step, as a reader sorts names.
it('puts tables before rules, updates before creations, and what is not to be done last', () => {
  expect(plan.steps.map(({ type, action, name }) => `${type} ${action}: ${name}`)).toEqual([
    'tables update: short',
    'alertRules update: Update a',
    'alertRules update: update b',
    'alertRules create: create',
    'tables none: same',
    'alertRules none: none',
    'tables conflict: missing',
    'alertRules conflict: Rule 2',
  ])
})

it('prints without what only applying needs, and with a reason where there is one', () => {
  const { workspace, steps } = planDocument(plan)
  expect(workspace).toBe('w')
  expect(steps.map(step => [step.name, Object.keys(step).sort().join()])).toEqual(
    plan.steps.map(({ name, reason }) => [name, `action,changes,id,name${reason === undefined ? '' : ',reason'},type`]),
  )
  expect(steps.filter(({ action }) => action === 'conflict').every(({ reason }) => reason !== undefined)).toBe(true)
})
