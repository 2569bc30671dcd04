import { connect, localAddress, localCredential, type WorkspaceClient } from '@tripline/azure'
import { dyingLine, type Emulator, type EmulatorOptions, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { type HandClock, handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { applyPlan, type DeployPlan, noChoices, planDeploy, readActual } from '../src/index.ts'
import { before, desired, others, owner } from './all-kinds.ts'
import { scheduled } from './desired-resources.ts'

/** A list of all tables would take most of the time. */
const catalogue = { ...loadCatalogue(), names: ['SigninLogs'] }

async function planFor(workspace: WorkspaceClient, state = desired): Promise<DeployPlan> {
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  const choices = { ...noChoices, owner, prune: true }
  return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, choices)
}

interface Scene {
  readonly emulator: Emulator
  readonly clock: HandClock
  readonly direct: WorkspaceClient
}

/** What a workspace goes on from. */
interface Moment extends Pick<EmulatorOptions, 'state'> {
  readonly startsAt?: number
}

/** A workspace whose clock only moves while a client waits, so that operations run on after their client. */
async function opened({ startsAt, ...options }: Moment = {}): Promise<Scene> {
  const clock = handClock(startsAt)
  const { value: emulator } = await startEmulator({
    catalogue,
    clock: () => new Date(clock.now()),
    operationSeconds: 60,
    ...options,
  })
  return { emulator: emulator!, clock, direct: connect(localAddress(emulator!), localCredential, clock) }
}

/** What the workspace has before each run. */
const deployed = (async () => {
  const { emulator, direct, clock } = await opened()
  await direct.alertRules.put(others.id, others.body, others.apiVersion)
  await applyPlan(await planFor(direct, before), direct)
  await emulator.close()
  return { state: emulator.state(), startsAt: clock.now() }
})()

const scene = async () => opened(await deployed)

/** What nobody may change. */
const foreign = async ({ direct }: Scene) => JSON.stringify(await direct.alertRules.get(others.id))

/** Runs `work` over a connection that dies, as its process does: what it would do afterwards does not happen. */
async function killed(
  { emulator, clock }: Scene,
  count: number,
  moment: 'before' | 'after',
  work: (workspace: WorkspaceClient) => Promise<unknown>,
): Promise<string | undefined> {
  const line = await dyingLine(emulator, count, moment)
  const own: HandClock = {
    ...handClock(),
    now: clock.now,
    async wait(milliseconds) {
      if (line.diedAt() !== undefined) throw new Error('killed')
      return clock.wait(milliseconds)
    },
  }
  await work(connect(localAddress(line), localCredential, own)).catch(() => {})
  line.close()
  return line.diedAt()
}

/** Every `step`-th request at which a run can die, with what it was. */
async function atEveryRequest(
  moment: 'before' | 'after',
  run: (scene: Scene, count: number) => Promise<string | undefined>,
  first: number,
  step: number,
) {
  const deaths: string[] = []
  for (let count = first; ; count += step) {
    const one = await scene()
    const untouched = await foreign(one)
    const diedAt = await run(one, count)
    if (diedAt === undefined) {
      await one.emulator.close()
      return deaths
    }
    deaths.push(diedAt)
    const where = `killed ${moment} request ${count}: ${diedAt}`
    expect(
      (await planFor(one.direct)).steps.filter(({ action }) => action !== 'none'),
      where,
    ).toEqual([])
    expect(await foreign(one), where).toBe(untouched)
    expect(await contents(one.direct), where).toEqual({
      alertRules: 5,
      automationRules: 1,
      watchlists: 1,
      savedSearches: 1,
      metadata: 7,
      items: 2,
    })
    await one.emulator.close()
  }
}

/** How many there are of each. */
async function contents(workspace: WorkspaceClient) {
  const types = ['alertRules', 'automationRules', 'watchlists', 'savedSearches', 'metadata'] as const
  const count = async (list: ReturnType<typeof workspace.metadata.list>) => {
    const answer = await list
    return answer.ok ? answer.value.length : answer.error
  }
  const counts = await Promise.all(types.map(async type => [type, await count(workspace[type].list())] as const))
  return { ...Object.fromEntries(counts), items: await count(workspace.watchlistItems('Visitors').list()) }
}

const failures = ({ results }: Awaited<ReturnType<typeof applyPlan>>) => results.flatMap(({ error }) => error ?? [])

// A run that dies before a request has done what one that dies after the request before has done. `pnpm bench deploy` takes
// every request.
test('killed before or after one of its requests, a deployment that is simply run again converges', async () => {
  const kills = (moment: 'before' | 'after', first: number) =>
    atEveryRequest(
      moment,
      async (one, count) => {
        const diedAt = await killed(one, count, moment, async w => applyPlan(await planFor(w), w))
        const again = await applyPlan(await planFor(one.direct), one.direct)
        if (diedAt !== undefined) expect(failures(again), `killed ${moment} request ${count}: ${diedAt}`).toEqual([])
        return diedAt
      },
      first,
      28,
    )
  const deaths = [...(await kills('before', 1)), ...(await kills('after', 8))]
  expect(deaths.length).toBeGreaterThan(4)
}, 120_000)

test.each(['before', 'after'] as const)(
  'killed %s one of its requests, a saved plan that is applied again is carried out',
  async moment => {
    const run = async (one: Scene, count: number) => {
      const plan = await planFor(one.direct)
      const diedAt = await killed(one, count, moment, w => applyPlan(plan, w))
      const again = await applyPlan(plan, one.direct)
      if (diedAt !== undefined) expect(failures(again), `killed ${moment} request ${count}: ${diedAt}`).toEqual([])
      return diedAt
    }
    await atEveryRequest(moment, run, moment === 'before' ? 5 : 23, 36)
  },
  120_000,
)

// From the first look at the deletion to the metadata of the rule that gets the name.
test('killed after any of its requests, a deletion that gives its name to another rule is carried out', async () => {
  const { emulator, clock, direct } = await opened()
  await applyPlan(await planFor(direct, [scheduled(1)]), direct)
  await emulator.close()
  const state = [scheduled(2, { displayName: 'Rule 1' })]
  const deaths: string[] = []
  for (let count = 1, isOver = false; !isOver; count++) {
    const one = await opened({ state: emulator.state(), startsAt: clock.now() })
    const plan = await planFor(one.direct, state)
    const diedAt = await killed(one, count, 'after', workspace => applyPlan(plan, workspace))
    // The same plan, or a new one.
    const again = await applyPlan(count % 2 === 0 ? plan : await planFor(one.direct, state), one.direct)
    isOver = diedAt === undefined
    if (!isOver) deaths.push(diedAt!)
    expect(failures(again), `killed after request ${count}: ${diedAt}`).toEqual([])
    expect(await planFor(one.direct, state)).toMatchObject({ steps: [{ action: 'none', name: 'Rule 1' }], surplus: 0 })
    expect(await contents(one.direct)).toMatchObject({ alertRules: 1, metadata: 1 })
    await one.emulator.close()
  }
  const writes = deaths.filter(death => !death.startsWith('GET')).map(death => death.split(' ', 1)[0])
  expect(writes).toEqual(['DELETE', 'DELETE', 'PUT', 'PUT'])
}, 120_000)
