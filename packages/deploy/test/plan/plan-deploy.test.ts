import type { Resource } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { byKey, type DesiredResource, planDeploy, planDocument } from '../../src/index.ts'
import { recorded } from '../client-with.ts'
import { empty, nearRealTime, scheduled, tableWith } from '../desired-resources.ts'

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

const state = [create, conflict, ...updates, none, ...['missing', 'same', 'short'].map(total)]
const plan = planDeploy(
  { name: 'w', resource: '/subscriptions/s' },
  state,
  recorded(
    {
      ...empty,
      alertRules: byKey([
        stored(scheduled(2)),
        ...updates.map(rule => stored(rule, { severity: 'Low' })),
        stored(none),
      ]),
      tables: byKey([retained('same', 365), retained('short', 90)]),
    },
    state,
  ),
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

describe('a limit of the workspace', () => {
  const rules = (from: number, to: number, properties: object = {}) =>
    Array.from({ length: to - from }, (_, index) => scheduled(from + index, { ...properties }))
  const conflicts = (desired: readonly DesiredResource[], alertRules: readonly Resource[]) =>
    planDeploy(
      { name: 'w', resource: '/s' },
      desired,
      recorded({ ...empty, alertRules: byKey(alertRules) }, desired),
    ).steps.flatMap(({ action, name, reason }) => (action === 'conflict' ? [`${name}: ${reason}`] : []))

  // 512 enabled analytics rules, 50 enabled NRT rules: "Service limits for Microsoft Sentinel".
  it('is a conflict of the rules beyond it', () => {
    const present = rules(0, 510).map(rule => stored(rule))
    expect(conflicts(rules(600, 602), present)).toEqual([])
    expect(conflicts(rules(600, 603), present)).toEqual([
      'Rule 602: a workspace allows 512 enabled rules; this would be number 513',
    ])
  })

  it('counts only what is enabled, whoever owns it, and makes room first', () => {
    const present = rules(0, 512).map(rule => stored(rule))
    expect(conflicts(rules(600, 601, { enabled: false }), present)).toEqual([])
    expect(conflicts([scheduled(600), scheduled(5, { enabled: false })], present)).toEqual([])
    expect(conflicts([scheduled(5, { severity: 'Low' })], present)).toEqual([])
  })

  it('is another one for NRT rules', () => {
    const present = Array.from({ length: 50 }, (_, index) => stored(nearRealTime(index)))
    expect(conflicts([nearRealTime(60), scheduled(61)], present)).toEqual([
      'Rule 60: a workspace allows 50 enabled NRT rules; this would be number 51',
    ])
  })
})

describe('a name', () => {
  const planned = (desired: readonly DesiredResource[], alertRules: readonly Resource[]) =>
    planDeploy({ name: 'w', resource: '/s' }, desired, recorded({ ...empty, alertRules: byKey(alertRules) }, desired))
      .steps
  const shown = (...args: Parameters<typeof planned>) =>
    planned(...args).map(({ action, name, reason }) =>
      [action, name, ...(reason === undefined ? [] : [reason])].join(': '),
    )

  it('is given once', () => {
    expect(shown([named(1, 'same'), named(2, 'other'), named(3, 'same')], [])).toEqual([
      'create: other',
      'create: same',
      'conflict: same: another rule of the project has the same name; names must be unique',
    ])
  })

  it('that another rule has can be taken once that gives it up', () => {
    const present = [stored(named(1, 'first')), stored(named(2, 'second'))]
    const [taking] = planned([named(1, 'third'), named(2, 'first')], present).filter(({ name }) => name === 'first')
    expect(taking).toMatchObject({ action: 'update', needs: [`alertRules/${named(1, '').id}`] })
    expect(taking).not.toHaveProperty('detour')
    expect(shown([named(2, 'first')], present)).toEqual([
      `conflict: first: another rule in the workspace has the same name: ${named(1, '').id}; names must be unique`,
    ])
    expect(shown([named(1, 'first'), named(3, 'first')], present)).toEqual([
      'none: first',
      `conflict: first: another rule in the workspace has the same name: ${named(1, '').id}; names must be unique`,
    ])
  })

  it('goes round in a circle by way of one that nobody has', () => {
    const present = [1, 2, 3].map(number => stored(named(number, `rule ${number}`)))
    const steps = planned([named(1, 'rule 2'), named(2, 'rule 3'), named(3, 'rule 1')], present)
    const detours = steps.flatMap(({ id, detour }) => (detour ? [[id, detour.body.properties.displayName]] : []))
    expect(detours).toHaveLength(1)
    expect(detours[0]![1]).toBe(`Renamed by Tripline (${detours[0]![0]})`)
    expect(steps.map(({ action }) => action)).toEqual(['update', 'update', 'update'])
  })
})

it('prints what is known of a step, and nothing else', () => {
  const bare = { type: 'alertRules', id: 'a', name: 'A', changes: [], warnings: [], needs: [] } as const
  const whole = {
    ...bare,
    action: 'conflict',
    warnings: ['careful'],
    adopts: true,
    reason: 'edited outside',
    cause: 'edited',
    resolve: { choice: 'overwrite', id: 'a' },
  } as const
  const steps = [whole, { ...bare, action: 'none' } as const]
  const { summary, steps: printed } = planDocument({ workspace: 'w', resource: '/s', surplus: 2, steps })
  expect(summary).toMatchObject({ conflict: 1, none: 1, adopt: 1, create: 0, surplus: 2 })
  const shown = { type: 'alertRules', id: 'a', name: 'A', changes: [] }
  expect(printed).toEqual([
    {
      ...shown,
      action: 'conflict',
      warnings: ['careful'],
      adopts: true,
      reason: 'edited outside',
      cause: 'edited',
      resolve: '--overwrite a',
    },
    { ...shown, action: 'none' },
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
