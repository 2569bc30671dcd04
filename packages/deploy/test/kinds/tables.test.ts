import type { Resource } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { tables } from '../../src/kinds/tables.ts'
import { planResource } from '../../src/plan/plan-resource.ts'
import { tableWith } from '../desired-resources.ts'

type Settings = Readonly<Record<string, unknown>>

const table = (changes: Settings): Resource => ({
  id: 'SigninLogs',
  properties: {
    plan: 'Analytics',
    retentionInDays: 30,
    totalRetentionInDays: 30,
    provisioningState: 'Succeeded',
    ...changes,
  },
})
const plan = (retention: Settings, actual: Resource | undefined) =>
  planResource(tables, tableWith('SigninLogs', retention), actual, Date.parse('2026-03-02T10:00:00Z'))

describe('a table', () => {
  it('changes only what the project writes', () => {
    expect(plan({ totalRetentionInDays: 2556 }, table({ retentionInDays: 45 }))).toMatchObject({
      action: 'update',
      changes: [{ path: 'totalRetentionInDays', from: 30, to: 2556 }],
      write: { body: { properties: { totalRetentionInDays: 2556 } } },
    })
  })

  it.each<readonly [string, Settings, readonly string[]]>([
    ['nothing', { retentionInDays: 180, totalRetentionInDays: 2556 }, []],
    ['a longer total', { totalRetentionInDays: 4383 }, []],
    ['a longer interactive retention', { retentionInDays: 365 }, []],
    [
      'a shorter interactive retention',
      { retentionInDays: 90 },
      ['rules and queries no longer see data older than 90 days'],
    ],
    ['a day less', { retentionInDays: 179 }, ['rules and queries no longer see data older than 179 days']],
    ['a shorter total', { totalRetentionInDays: 365 }, ['data older than 365 days is removed after 30 days']],
    [
      'both shorter',
      { retentionInDays: 90, totalRetentionInDays: 365 },
      ['rules and queries no longer see data older than 90 days', 'data older than 365 days is removed after 30 days'],
    ],
    [
      'another plan',
      { plan: 'Basic' },
      ['analytics rules cannot read a Basic table; its plan can be changed back after a week'],
    ],
  ])('of 180 and 2556 days warns of what is lost: %s', (_, retention, warnings) => {
    const kept = table({ retentionInDays: 180, totalRetentionInDays: 2556 })
    expect(plan(retention, kept).warnings).toEqual(warnings)
  })

  // "You can switch the plan of a table once a week": it is 2 March, 10:00.
  it.each([
    ['2026-02-23T10:00:01Z', 'conflict'],
    ['2026-02-23T10:00:00Z', 'update'],
    ['soon', 'update'],
    [null, 'update'],
  ])('whose plan was changed at %s can get another: %s', (lastPlanModifiedDate, action) => {
    const step = plan({ plan: 'Basic' }, table({ lastPlanModifiedDate }))
    expect(step.action).toBe(action)
    if (action === 'conflict')
      expect(step.reason).toContain(
        'was changed on 2026-02-23; the service allows that once a week, so not again before 2026-03-02',
      )
    expect(plan({ totalRetentionInDays: 365 }, table({ lastPlanModifiedDate })).action).toBe('update')
  })

  it('that is as it should be stays, whatever is left unsaid', () => {
    const kept = table({ retentionInDays: 90, totalRetentionInDays: 365 })
    for (const retention of [{}, { retentionInDays: 90 }, { totalRetentionInDays: 365 }, { plan: 'Analytics' }]) {
      expect(plan(retention, kept)).toMatchObject({ action: 'none', changes: [] })
    }
  })

  it('that the workspace does not have is a conflict', () => {
    expect(plan({ retentionInDays: 90 }, undefined)).toMatchObject({
      action: 'conflict',
      reason: expect.stringContaining('no such table'),
    })
  })

  it.each([
    ['Basic', { totalRetentionInDays: 365 }, 'update'],
    ['Basic', { retentionInDays: 90 }, 'conflict'],
    ['Auxiliary', { totalRetentionInDays: 365 }, 'update'],
    ['Auxiliary', { retentionInDays: 90 }, 'conflict'],
    ['Auxiliary', { plan: 'Auxiliary', totalRetentionInDays: 365 }, 'update'],
    ['Auxiliary', { plan: 'Basic' }, 'conflict'],
    ['Basic', { plan: 'Auxiliary' }, 'conflict'],
    ['Analytics', { plan: 'Basic', retentionInDays: 90 }, 'conflict'],
  ])('of the plan %s that is to be %o: %s', (own, retention, action) => {
    expect(plan(retention, table({ plan: own })).action).toBe(action)
  })

  it('changes its plan where the project gives it one', () => {
    expect(plan({ plan: 'Basic', totalRetentionInDays: 365 }, table({}))).toMatchObject({
      action: 'update',
      changes: [{ path: 'plan', from: 'Analytics', to: 'Basic' }, { path: 'totalRetentionInDays' }],
      write: { body: { properties: { plan: 'Basic', totalRetentionInDays: 365 } } },
    })
    expect(plan({ plan: 'Basic' }, table({ plan: 'Basic' }))).toMatchObject({ action: 'none' })
    expect(plan({ plan: 'Analytics', retentionInDays: 90 }, table({ plan: 'Basic' }))).toMatchObject({
      action: 'update',
    })
    // The plan Auxiliary is given when a table is made, and stays.
    expect(plan({ plan: 'Auxiliary' }, table({}))).toMatchObject({ action: 'conflict' })
    expect(plan({ plan: 'Analytics' }, table({ plan: 'Auxiliary' }))).toMatchObject({ action: 'conflict' })
  })

  it('of the plan Basic can have another total', () => {
    expect(plan({ totalRetentionInDays: 365 }, table({ plan: 'Basic' }))).toMatchObject({ action: 'update' })
  })

  it('of a plan with a fixed retention is a conflict, but not one that an operation is changing: apply waits', () => {
    expect(plan({ retentionInDays: 90 }, table({ plan: 'Basic' }))).toMatchObject({ action: 'conflict' })
    expect(plan({ retentionInDays: 90 }, table({ provisioningState: 'Updating' }))).toMatchObject({ action: 'update' })
  })
})
