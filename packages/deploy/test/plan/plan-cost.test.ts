import { limits } from '@tripline/azure'
import { describe, expect, test } from 'vitest'
import {
  applyPlan,
  type Choices,
  type DesiredResource,
  noChoices,
  planCost,
  planDeploy,
  readActual,
  type Step,
} from '../../src/index.ts'
import { scheduled, table } from '../desired-resources.ts'
import { type Emulated, emulated } from '../emulated-workspace.ts'

async function planFor({ workspace }: Emulated, state: readonly DesiredResource[], choices: Partial<Choices>) {
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, { ...noChoices, ...choices })
}

const one = scheduled(1)
const changed = scheduled(1, { severity: 'Low' })

test.each<[string, readonly DesiredResource[], readonly DesiredResource[], Partial<Choices>, polls?: number]>([
  ['rules are created', [], [one, scheduled(2)], {}],
  ['rules are created for a project', [], [one, scheduled(2)], { owner: 'acme' }],
  ['a rule is changed', [one], [changed], { owner: 'acme' }],
  ['a rule is deleted', [one, scheduled(2)], [one], { owner: 'acme', prune: true }],
  // Nobody knows beforehand how long an operation takes.
  ['retention is changed', [], [table('SigninLogs')], {}, 1],
  ['nothing is changed', [one], [one], { owner: 'acme' }],
])('the requests that a plan counts are sent: %s', async (_, before, after, choices, polls = 0) => {
  const emulator = await emulated()
  await applyPlan(await planFor(emulator, before, choices), emulator.workspace)
  const plan = await planFor(emulator, after, choices)
  const first = emulator.exchanges.length
  await applyPlan(plan, emulator.workspace)
  const sent = emulator.exchanges.slice(first)
  const { writes, requests } = planCost(plan)
  expect({ writes, requests }).toEqual({
    writes: sent.filter(({ method }) => method !== 'GET').length,
    requests: sent.length - polls,
  })
})

describe('what a plan costs', () => {
  const write = { body: { properties: {} } }
  const step = (more: Partial<Step>): Step => ({
    type: 'alertRules',
    id: 'a',
    name: 'a',
    action: 'update',
    changes: [],
    warnings: [],
    needs: [],
    write,
    ...more,
  })
  const cost = (...steps: readonly Step[]) => planCost({ workspace: 'w', resource: '/s', steps, surplus: 0 })

  // A write is looked at before and after; a detour is another write and two looks; a write of several requests is looked at
  // after each, and its metadata says when it has begun and ended.
  test.each<readonly [string, Partial<Step>, writes: number, requests: number]>([
    ['a rule of no project', {}, 1, 3],
    ['a rule of a project', { owner: 'acme' }, 2, 5],
    ['a rule whose name goes a detour', { detour: write }, 2, 6],
    ['a watchlist of three requests', { requests: 3 }, 3, 7],
    ['one of a project', { requests: 3, owner: 'acme' }, 5, 11],
    ['a deletion', { action: 'delete', owner: 'acme' }, 2, 4],
    ['a record of what is as it should be', { action: 'none', owner: 'acme' }, 1, 3],
  ])('%s', (_, more, writes, requests) => {
    expect(cost(step(more))).toMatchObject({ writes, requests })
  })

  test('is nothing for what stays, and for a conflict', () => {
    const { write: _, ...still } = step({ action: 'none' })
    expect(cost(still, { ...still, action: 'conflict' })).toEqual({ writes: 0, requests: 0, seconds: 0 })
  })

  // Requests take a quarter of a second, eight at a time; writes beyond the burst wait for the pace of the service.
  test('takes as long as its requests, or as its writes may', () => {
    const { burst, perSecond } = limits.writes
    expect(cost(...Array(32).fill(step({})))).toEqual({ writes: 32, requests: 96, seconds: 3 })
    const many = burst + 100 * perSecond
    expect(cost(...Array(many).fill(step({}))).seconds).toBe(Math.max(100, Math.ceil((many * 3 * 0.25) / 8)))
  })
})
