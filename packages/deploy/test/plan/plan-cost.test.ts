import { expect, test } from 'vitest'
import {
  applyPlan,
  type Choices,
  type DesiredResource,
  noChoices,
  planCost,
  planDeploy,
  readActual,
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
