import type { Resource } from '@tripline/azure'
import { describe, expect, test } from 'vitest'
import { absorbStep, byKey, type DesiredResource, type Step } from '../src/index.ts'
import type { Sources } from '../src/kind.ts'
import { empty, scheduled, tableWith } from './desired-resources.ts'

const stepOf = ({ type, id, name }: DesiredResource, more: Partial<Step> = {}): Step => ({
  type,
  id,
  name,
  action: 'update',
  changes: [],
  warnings: [],
  needs: [],
  ...more,
})

/** `tripline.yaml` after what is stored was absorbed, or why it cannot be. */
async function absorbed(
  wanted: DesiredResource,
  properties: Resource['properties'] | undefined,
  { before = 'rules: detections\n', step = {} as Partial<Step> } = {},
): Promise<string> {
  const stored = properties ? [{ id: wanted.id, properties }] : []
  const sources = { project: { file: { path: 'tripline.yaml', text: before } }, rules: [], watchlists: [] }
  const done = await absorbStep(
    stepOf(wanted, step),
    // Another kind of resource may have the same id.
    [{ ...wanted, type: wanted.type === 'tables' ? 'watchlists' : 'tables' }, wanted],
    { ...empty, [wanted.type]: byKey(stored) },
    sources as unknown as Sources,
  )
  return 'reason' in done ? done.reason : done.files.map(({ text }) => text).join()
}

describe('the retention of a table is written into tripline.yaml', () => {
  const both = { retentionInDays: 90, totalRetentionInDays: 365 }
  const stored = { plan: 'Basic', retentionInDays: 30, totalRetentionInDays: 730 }

  test.each<readonly [string, Resource['properties'], Resource['properties'], string]>([
    ['as far as the project sets it', both, stored, 'interactive: 30d\n      total: 730d'],
    ['the total alone', { totalRetentionInDays: 365 }, stored, 'total: 730d'],
    ['the plan alone', { plan: 'Analytics' }, stored, 'plan: Basic'],
    ['unless it is inherited', both, { ...stored, retentionInDaysAsDefault: true }, 'total: 730d'],
    ['unless the other part is', both, { ...stored, totalRetentionInDaysAsDefault: true }, 'interactive: 30d'],
  ])('%s', async (_, wanted, found, says) => {
    expect(await absorbed(tableWith('SigninLogs', wanted), found)).toBe(
      `rules: detections\nretention:\n  tables:\n    SigninLogs:\n      ${says}\n`,
    )
  })

  test('in place of its own, under the name that it has there, beside the others', async () => {
    const before = `retention:\n  default:\n    total: 1y\n  tables:\n    signinlogs:\n      total: 90d # agreed\n    AuditLogs:\n      total: 90d\n`
    expect(await absorbed(tableWith('SigninLogs', { totalRetentionInDays: 90 }), stored, { before })).toBe(
      before.replace('90d # agreed', '730d # agreed'),
    )
  })
})

describe('the retention of a workspace is written into tripline.yaml', () => {
  const workspace: DesiredResource = {
    type: 'workspace',
    id: 'w',
    name: 'w',
    body: { properties: { retentionInDays: 30 } },
  }

  test.each([
    ['rules: detections\n', 'rules: detections\nretention:\n  workspace: 90d\n'],
    [
      'retention:\n  workspace: 30d\n  default:\n    total: 1y\n',
      'retention:\n  workspace: 90d\n  default:\n    total: 1y\n',
    ],
  ])('%j', async (before, after) => {
    expect(await absorbed(workspace, { retentionInDays: 90 }, { before })).toBe(after)
  })
})

describe('nothing is absorbed', () => {
  const table = tableWith('SigninLogs', { totalRetentionInDays: 365 })

  test('of what the workspace does not have', async () => {
    expect(await absorbed(table, undefined)).toBe('the workspace has no such table; remove it from the project')
  })

  test('of what Sentinel has disabled', async () => {
    const step: Partial<Step> = { cause: 'disabled', reason: 'Sentinel disabled it' }
    expect(await absorbed(table, { totalRetentionInDays: 90 }, { step })).toBe(
      'Sentinel disabled it; pass --enable SigninLogs to plan or apply',
    )
  })

  test('of what no file of the project has', async () => {
    const rule = scheduled(1)
    const answer = await absorbStep(
      stepOf(rule),
      [rule],
      { ...empty, alertRules: byKey([{ id: rule.id, kind: 'Scheduled', properties: rule.body.properties }]) },
      { rules: [] } as unknown as Sources,
    )
    expect(answer).toEqual({ reason: 'no file of the project has it' })
  })
})
