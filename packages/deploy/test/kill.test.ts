import { connect, localAddress, localCredential, type WorkspaceClient } from '@tripline/azure'
import { type Emulator, startEmulator } from '@tripline/emulator'
import { loadCatalogue } from '@tripline/schemas'
import { type HandClock, handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { applyPlan, type DeployPlan, type DesiredResource, noChoices, planDeploy, readActual } from '../src/index.ts'
import { scheduled, table } from './desired-resources.ts'
import { dyingLine } from './dying-line.ts'

/** A list of all tables would take most of the time. */
const catalogue = { ...loadCatalogue(), names: ['SigninLogs'] }

const owner = 'acme/detections'

/** Deployed before; the last one is no longer wanted. */
const before = [scheduled(1), scheduled(2, { displayName: 'A' }), scheduled(3, { displayName: 'B' }), scheduled(7)]

/** Nobody's in the project. */
const others = scheduled(9, { displayName: 'Foreign' })

/** An update, a swap of names, a create, a table; a deletion. */
const desired: readonly DesiredResource[] = [
  scheduled(1, { severity: 'Low' }),
  scheduled(2, { displayName: 'B' }),
  scheduled(3, { displayName: 'A' }),
  scheduled(4),
  table('SigninLogs'),
]

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

/** A workspace whose clock only moves while a client waits, so that operations run on after their client. */
async function scene(): Promise<Scene> {
  const clock = handClock()
  const { value: emulator } = await startEmulator({
    catalogue,
    clock: () => new Date(clock.now()),
    operationSeconds: 60,
  })
  const direct = connect(localAddress(emulator!), localCredential, clock)
  await direct.alertRules.put(others.id, others.body, others.apiVersion)
  await applyPlan(await planFor(direct, before), direct)
  return { emulator: emulator!, clock, direct }
}

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
    wait: async milliseconds => (line.diedAt() === undefined ? clock.wait(milliseconds) : undefined),
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
    const rules = await one.direct.alertRules.list()
    expect(rules.ok && rules.value.length, where).toBe(5)
    const metadata = await one.direct.metadata.list()
    expect(metadata.ok && metadata.value.length, where).toBe(4)
    await one.emulator.close()
  }
}

const failures = ({ results }: Awaited<ReturnType<typeof applyPlan>>) => results.flatMap(({ error }) => error ?? [])

// A run that dies before a request has done what one that dies after the request before has done.
test('killed before or after any of its requests, a deployment that is simply run again converges', async () => {
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
      2,
    )
  const deaths = [...(await kills('before', 1)), ...(await kills('after', 2))]
  // Two lists, and of each step at least a look, a write and a look.
  expect(deaths.length).toBeGreaterThan(2 + 6 * 3)
  expect(new Set(deaths.map(death => death.split(' ')[0]))).toEqual(new Set(['GET', 'PUT', 'PATCH', 'DELETE']))
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
    await atEveryRequest(moment, run, 1, 3)
  },
  120_000,
)
