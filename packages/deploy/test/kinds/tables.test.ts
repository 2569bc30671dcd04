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
  planResource(tables, tableWith('SigninLogs', retention), actual)

describe('a table', () => {
  it('changes only what the project writes', () => {
    expect(plan({ totalRetentionInDays: 2556 }, table({ retentionInDays: 45 }))).toMatchObject({
      action: 'update',
      changes: [{ path: 'totalRetentionInDays', from: 30, to: 2556 }],
      write: { body: { properties: { totalRetentionInDays: 2556 } } },
    })
  })

  it('is said to lose data when its total gets shorter, not when only the interactive part does', () => {
    const kept = table({ retentionInDays: 180, totalRetentionInDays: 2556 })
    expect(plan({ totalRetentionInDays: 365 }, kept).warnings[0]).toContain('data older than 365 days is removed')
    expect(plan({ retentionInDays: 90 }, kept).warnings[0]).toBeUndefined()
  })

  it.each([
    [364, 'data older than 364 days is removed after 30 days'],
    [366, undefined],
  ])('of 365 days that is to keep %i has the warning %s', (totalRetentionInDays, warning) => {
    const step = plan({ totalRetentionInDays }, table({ totalRetentionInDays: 365 }))
    expect([step.action, step.warnings[0]]).toEqual(['update', warning])
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
