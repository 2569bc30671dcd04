import { generated, type Random, randomOf } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { applyPlan, type DeployClient, type DesiredResource, noChoices, planDeploy, readActual } from '../src/index.ts'
import { accepted, clientWith } from './client-with.ts'
import { scheduled } from './desired-resources.ts'

const choices = { ...noChoices, owner: 'acme', prune: true }

const shuffled = <Item>(items: readonly Item[], random: Random): readonly Item[] =>
  items
    .map(item => [random(1_000_000), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)

const some = (numbers: readonly number[], random: Random) => numbers.filter(() => random(3) > 0)

const numbers = Array.from({ length: 8 }, (_, index) => index)

/** Rules of a project before and after: some go, some come, and those of after have names of before or new ones. */
function twoProjects(random: Random): readonly [readonly DesiredResource[], readonly DesiredResource[]] {
  const before = some(numbers, random)
  const after = some(numbers, random)
  const names = shuffled(
    numbers.map(number => (random(4) === 0 ? `New ${number}` : `Rule ${number}`)),
    random,
  )
  const severity = () => ['High', 'Low'][random(2)]!
  return [
    before.map(number => scheduled(number, { severity: severity() })),
    after.map(number => scheduled(number, { severity: severity(), displayName: names[number]! })),
  ]
}

/** A workspace in which no two rules have the same name, with rules that nobody has in a file. */
function workspaceWith(foreign: readonly DesiredResource[]) {
  const own = clientWith({
    alertRules: foreign.map(({ id, body }) => ({ id, ...body })),
    async put(id, store) {
      const { body } = own.sent.at(-1)! as { readonly body: DesiredResource['body'] }
      const { displayName } = body.properties
      const rules = await own.client.alertRules.list()
      if (rules.ok && rules.value.some(other => other.id !== id && other.properties.displayName === displayName)) {
        return { ok: false, error: { code: 'BadRequest', status: 400, message: `the name ${displayName} is taken` } }
      }
      store()
      return accepted
    },
  })
  return own.client
}

async function planFor(client: DeployClient, state: readonly DesiredResource[]) {
  const actual = await readActual(client, state)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'w', resource: client.resource }, state, actual.value, choices)
}

test('one run leads from any project to any other, whatever names are exchanged, and touches nothing of others', async () => {
  for (let seed = 0; seed < generated(40, 1000); seed++) {
    const random = randomOf(seed)
    const foreign = [50, 51].map(number => scheduled(number))
    const client = workspaceWith(foreign)
    for (const state of twoProjects(random)) {
      const { results } = await applyPlan(await planFor(client, state), client)
      expect(
        results.flatMap(({ error }) => error ?? []),
        `seed ${seed}`,
      ).toEqual([])
      const { steps } = await planFor(client, state)
      expect(
        steps.filter(({ action }) => action !== 'none'),
        `seed ${seed}`,
      ).toEqual([])
      const rules = await client.alertRules.list()
      const ids = [...state, ...foreign].map(({ id }) => id)
      expect(rules.ok && new Set(rules.value.map(({ id }) => id)), `seed ${seed}`).toEqual(new Set(ids))
      for (const { id, body } of foreign) {
        expect(await client.alertRules.get(id)).toEqual({ ok: true, value: { id, ...body } })
      }
    }
  }
}, 120_000)
