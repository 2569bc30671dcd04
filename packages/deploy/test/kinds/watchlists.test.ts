import { describe, expect, it } from 'vitest'
import {
  applyPlan,
  type DesiredWatchlist,
  desiredState,
  driftOf,
  kindOf,
  noChoices,
  planDeploy,
  readActual,
} from '../../src/index.ts'
import { noProject } from '../desired-resources.ts'
import { type Emulated, emulated } from '../emulated-workspace.ts'

const columns = ['CIDR', 'Site']

const networks = (...rows: readonly (readonly string[])[]): DesiredWatchlist => ({
  alias: 'CorpNetworks',
  searchKey: 'CIDR',
  columns,
  rows,
})

const berlin = ['192.0.2.0/24', 'Berlin']
const oslo = ['198.51.100.0/24', 'Oslo']
const rome = ['203.0.113.0/24', 'Rome, "EUR"\nLazio']

const line = ([CIDR, Site]: readonly string[]) => `${JSON.stringify({ CIDR, Site })}\n`

async function planFor({ workspace }: Emulated, wanted: readonly DesiredWatchlist[], choices = {}) {
  const state = desiredState({ ...noProject, owner: 'acme', watchlists: wanted })
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  const all = { ...noChoices, owner: 'acme', ...choices }
  const plan = planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, all)
  return { plan, drift: driftOf(plan, actual.value) }
}

const said = ({ results }: Awaited<ReturnType<typeof applyPlan>>) =>
  results.map(({ outcome, step, error }) => [outcome, step.action, ...(error ? [error.message] : [])].join(' '))

async function deploy(emulator: Emulated, wanted: readonly DesiredWatchlist[], choices = {}) {
  return said(await applyPlan((await planFor(emulator, wanted, choices)).plan, emulator.workspace))
}

async function itemsOf({ workspace }: Emulated) {
  const items = await workspace.watchlistItems('CorpNetworks').list()
  if (!items.ok) throw new Error(items.error.message)
  return items.value
}
const rowsOf = async (emulator: Emulated) =>
  (await itemsOf(emulator)).map(({ properties }) => Object.values(properties.itemsKeyValue as object)).sort()

const writes = ({ exchanges }: Emulated, since: number) =>
  exchanges
    .slice(since)
    .flatMap(({ method, url }) => (method === 'GET' ? [] : [`${method} ${/\/(\w+)\/[^/]*$/.exec(url)![1]}`]))

describe('a watchlist', () => {
  it('is uploaded with its rows, and is then as it should be', async () => {
    const emulator = await emulated({ operationSeconds: 60 })
    expect(await deploy(emulator, [networks(berlin, rome)])).toEqual(['applied create'])
    expect(await rowsOf(emulator)).toEqual([berlin, rome])
    const stored = await emulator.workspace.watchlists.get('CorpNetworks')
    expect(stored.ok && stored.value.properties).toMatchObject({
      displayName: 'CorpNetworks',
      itemsSearchKey: 'CIDR',
      labels: ['tripline:acme'],
    })
    expect(await deploy(emulator, [networks(rome, berlin)])).toEqual(['unchanged none'])
  })

  it('gets the rows that are missing in one upload, and loses each of the others by itself', async () => {
    const emulator = await emulated({ operationSeconds: 60 })
    await deploy(emulator, [networks(berlin, oslo)])
    const kept = (await itemsOf(emulator)).find(({ properties }) => JSON.stringify(properties).includes('Oslo'))!.id
    const { plan } = await planFor(emulator, [networks(oslo, rome)])
    expect(plan.steps[0]).toMatchObject({
      action: 'update',
      changes: [{ path: 'items', from: line(berlin) + line(oslo), to: line(oslo) + line(rome) }],
    })
    const since = emulator.exchanges.length
    expect(said(await applyPlan(plan, emulator.workspace))).toEqual(['applied update'])
    expect(writes(emulator, since)).toEqual(['PUT metadata', 'PUT watchlists', 'DELETE watchlistItems', 'PUT metadata'])
    expect(await rowsOf(emulator)).toEqual([oslo, rome])
    // Not deleted and made again: queries see it all the time.
    expect((await itemsOf(emulator)).map(({ id }) => id)).toContain(kept)
  })

  it('keeps what people have said about it in the portal', async () => {
    const emulator = await emulated()
    const own = { displayName: 'Networks', description: 'All offices', provider: 'netops', labels: ['net'] }
    await emulator.workspace.watchlists.put('CorpNetworks', { properties: { ...own, itemsSearchKey: 'CIDR' } })
    expect(await deploy(emulator, [networks(berlin)])).toEqual([
      'refused conflict the watchlist was not deployed by Tripline',
    ])
    expect(await deploy(emulator, [networks(berlin)], { adopt: 'all' })).toEqual(['applied update'])
    const stored = await emulator.workspace.watchlists.get('CorpNetworks')
    expect(stored.ok && stored.value.properties).toMatchObject({ ...own, labels: ['net', 'tripline:acme'] })
  })

  it('whose rows were edited in the portal is a conflict, and drift that names the rows', async () => {
    const emulator = await emulated()
    await deploy(emulator, [networks(berlin, oslo)])
    const [first] = await itemsOf(emulator)
    const itemsKeyValue = { CIDR: '192.0.2.0/24', Site: 'Hamburg' }
    await emulator.workspace.watchlistItems('CorpNetworks').put(first!.id, { properties: { itemsKeyValue } })
    const { plan, drift } = await planFor(emulator, [networks(berlin, oslo)])
    expect(plan.steps).toMatchObject([{ action: 'conflict', cause: 'edited', resolve: { choice: 'overwrite' } }])
    expect(drift.drifted).toMatchObject([
      {
        changes: [
          { path: 'items', from: line(berlin) + line(oslo), to: line(['192.0.2.0/24', 'Hamburg']) + line(oslo) },
        ],
      },
    ])
    expect(await deploy(emulator, [networks(berlin, oslo)], { overwrite: 'all' })).toEqual(['applied update'])
    expect(await rowsOf(emulator)).toEqual([berlin, oslo])
  })

  it('loses rows that are there twice', async () => {
    const emulator = await emulated()
    await deploy(emulator, [networks(berlin)])
    const itemsKeyValue = { CIDR: berlin[0], Site: berlin[1] }
    await emulator.workspace.watchlistItems('CorpNetworks').put('twin', { properties: { itemsKeyValue } })
    await deploy(emulator, [networks(berlin)], { overwrite: 'all' })
    expect(await rowsOf(emulator)).toEqual([berlin])
  })

  it('is deleted with its metadata when the project no longer has it', async () => {
    const emulator = await emulated({ operationSeconds: 60 })
    await deploy(emulator, [networks(berlin)])
    await emulator.workspace.watchlists.put('Others', {
      properties: { displayName: 'o', provider: 'p', itemsSearchKey: 'k' },
    })
    expect(await deploy(emulator, [], { prune: true })).toEqual(['applied delete'])
    const [left, metadata] = await Promise.all([
      emulator.workspace.watchlists.list(),
      emulator.workspace.metadata.list(),
    ])
    expect(left.ok && left.value.map(({ id }) => id)).toEqual(['Others'])
    expect(metadata.ok && metadata.value).toEqual([])
  })

  it('that nobody wants is listed, and its rows are not read', async () => {
    const emulator = await emulated()
    await emulator.workspace.watchlists.put('Others', {
      properties: { displayName: 'o', provider: 'p', itemsSearchKey: 'k' },
    })
    const { drift } = await planFor(emulator, [])
    expect(drift.unowned).toEqual([{ type: 'watchlists', id: 'Others', name: 'Others' }])
    expect(emulator.exchanges.some(({ url }) => url.includes('watchlistItems'))).toBe(false)
  })

  /** Carries out the upload and the first of two deletions. */
  async function interrupted() {
    const emulator = await emulated()
    await deploy(emulator, [networks(berlin, oslo)])
    const { plan } = await planFor(emulator, [networks(rome)])
    const items = emulator.workspace.watchlistItems('CorpNetworks')
    const broken = { ok: false, error: { code: 'ECONNRESET', message: 'gone' } } as const
    let deletions = 0
    const dying = { ...items, delete: (id: string) => (deletions++ === 0 ? items.delete(id) : Promise.resolve(broken)) }
    const first = await applyPlan(plan, { ...emulator.workspace, watchlistItems: () => dying })
    expect(said(first)).toEqual(['failed update gone'])
    expect((await itemsOf(emulator)).length).toBe(2)
    return { emulator, plan }
  }

  it('of which only some requests were carried out is finished by the same plan', async () => {
    const { emulator, plan } = await interrupted()
    expect(said(await applyPlan(plan, emulator.workspace))).toEqual(['applied update'])
    expect(await rowsOf(emulator)).toEqual([rome])
  })

  it('is finished by a new plan as well, because the rest is no edit of somebody else', async () => {
    const { emulator } = await interrupted()
    const { plan, drift } = await planFor(emulator, [networks(rome)])
    expect(plan.steps).toMatchObject([
      {
        action: 'update',
        warnings: ['a deployment of it was interrupted; whatever has changed since is overwritten'],
      },
    ])
    expect(drift).toMatchObject({ drifted: [], pending: 1 })
    expect(said(await applyPlan(plan, emulator.workspace))).toEqual(['applied update'])
    expect(await deploy(emulator, [networks(rome)])).toEqual(['unchanged none'])
    const [row] = await itemsOf(emulator)
    await emulator.workspace.watchlistItems('CorpNetworks').delete(row!.id)
    expect((await planFor(emulator, [networks(rome)])).plan.steps).toMatchObject([{ cause: 'edited' }])
  })

  it('whose rows someone else has changed meanwhile is left alone', async () => {
    const emulator = await emulated()
    await deploy(emulator, [networks(berlin, oslo)])
    const { plan } = await planFor(emulator, [networks(berlin, oslo, rome)])
    const [first] = await itemsOf(emulator)
    await emulator.workspace.watchlistItems('CorpNetworks').delete(first!.id)
    expect(said(await applyPlan(plan, emulator.workspace))).toEqual(['refused update changed since the plan was made'])
  })
})

describe('what cannot be uploaded is a conflict', () => {
  const stored = { id: 'CorpNetworks', properties: { itemsSearchKey: 'Site', items: line(berlin) } }
  const reasons = (wanted: DesiredWatchlist, before?: typeof stored) => {
    const [resource] = desiredState({ ...noProject, watchlists: [wanted] })
    return [...kindOf(resource!).judge({ wanted: resource!, stored: before, changes: [], all: new Map(), readAt: 0 })]
  }

  it.each<readonly [string, DesiredWatchlist, string]>([
    ['a row twice', networks(berlin, berlin), 'a row is repeated'],
    [
      'more rows than can be compared',
      networks(...Array.from({ length: 20_001 }, (_, index) => [`${index}`, 'x'])),
      'it has 20001 rows',
    ],
    ['a row of 10,241 characters', networks(['a', 'x'.repeat(10_239)]), 'longer than the 10240 characters'],
    [
      'more than 3.8 MB',
      networks(...Array.from({ length: 400 }, (_, index) => [`${index}`, 'x'.repeat(10_000)])),
      'larger than 3.8 MB',
    ],
  ])('%s', (_, wanted, reason) => {
    expect(reasons(wanted)).toContainEqual({ conflict: expect.stringContaining(reason) })
  })

  it('another search key', () => {
    expect(reasons(networks(berlin), stored)).toEqual([
      { conflict: 'the search key of a watchlist cannot be changed: it is Site; give the watchlist another alias' },
    ])
  })

  it('but neither a row of 10,240 characters nor an empty list', () => {
    expect(reasons(networks(['a', 'x'.repeat(10_238)]))).toEqual([])
    expect(reasons(networks())).toEqual([])
  })
})
