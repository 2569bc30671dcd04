import type { WorkspaceTable } from '@tripline/azure'
import { expect, it } from 'vitest'
import { type DesiredRule, planDeploy, planDocument } from '../../src/index.ts'
import { nearRealTime, scheduled } from '../desired-rules.ts'

const table = (name: string, totalRetentionInDays: number): WorkspaceTable => ({
  name,
  plan: 'Analytics',
  retentionInDays: 90,
  totalRetentionInDays,
  provisioningState: 'Succeeded',
})
const stored = ({ id, body }: DesiredRule, properties: object = {}) =>
  [id, { id, kind: body.kind, properties: { ...body.properties, ...properties } }] as const

const named = (number: number, displayName: string) => scheduled(number, { displayName })
const [create, conflict] = [named(1, 'create'), nearRealTime(2)]
const [updates, none] = [[named(3, 'update b'), named(4, 'Update a')] as const, named(5, 'none')]
const total = (name: string) => ({ name, retention: { totalRetentionInDays: 365 } })

const plan = planDeploy(
  { name: 'w', resource: '/subscriptions/s' },
  { rules: [create, conflict, ...updates, none], tables: ['missing', 'same', 'short'].map(total) },
  {
    rules: new Map([stored(scheduled(2)), ...updates.map(rule => stored(rule, { severity: 'Low' })), stored(none)]),
    tables: new Map([
      ['same', table('same', 365)],
      ['short', table('short', 90)],
    ]),
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
