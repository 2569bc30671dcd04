import { describe, expect, it } from 'vitest'
import { applyPlan, type DesiredProject, desiredState, noChoices, planDeploy, readActual } from '../../src/index.ts'
import { noProject } from '../desired-resources.ts'
import { type Emulated, emulated } from '../emulated-workspace.ts'

const span = { file: { path: 'functions.yaml', text: '' }, start: 0, end: 0 }
const at = <T>(value: T) => ({ value, span })

const corpSignins = (body: string, parameters = '(since:datetime)'): DesiredProject['functions'][number] => ({
  names: [at('CorpSignins')],
  parameters: at(parameters),
  body: { ...at(body), offsetAt: index => index },
})

const hunt: DesiredProject['searches'][number] = {
  type: 'savedSearch',
  id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
  name: 'Rare agents',
  apiVersion: '2025-02-01',
  body: {
    etag: '*',
    properties: {
      category: 'Hunting Queries',
      displayName: 'Rare agents',
      query: 'SigninLogs | take 1',
      version: 2,
      tags: [{ name: 'tactics', value: 'Impact' }],
    },
  },
  hash: '',
}

const project = (
  functions: DesiredProject['functions'],
  searches: DesiredProject['searches'] = [],
): DesiredProject => ({ ...noProject, functions, searches })

async function planFor({ workspace }: Emulated, wanted: DesiredProject, choices = {}) {
  const state = desiredState(wanted)
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  const all = { ...noChoices, owner: 'acme', ...choices }
  return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, all)
}

async function deploy(emulator: Emulated, wanted: DesiredProject, choices = {}) {
  const { results } = await applyPlan(await planFor(emulator, wanted, choices), emulator.workspace)
  return results.map(
    ({ outcome, step, error }) => `${outcome} ${step.action} ${step.name}${error ? `: ${error.message}` : ''}`,
  )
}

async function searchesOf({ workspace }: Emulated) {
  const list = await workspace.savedSearches.list()
  if (!list.ok) throw new Error(list.error.message)
  return list.value
}

describe('functions and hunting queries', () => {
  it('are created, are then as they should be, and are updated and deleted', async () => {
    const emulator = await emulated()
    const wanted = project([corpSignins('SigninLogs\n| where TimeGenerated > since\n')], [hunt])
    expect(await deploy(emulator, wanted)).toEqual(['applied create CorpSignins', 'applied create Rare agents'])
    expect(await searchesOf(emulator)).toMatchObject([
      {
        id: 'CorpSignins',
        properties: {
          displayName: 'CorpSignins',
          functionAlias: 'CorpSignins',
          functionParameters: 'since:datetime',
          version: 2,
        },
      },
      { id: hunt.id, properties: hunt.body.properties },
    ])
    expect(await deploy(emulator, wanted)).toEqual(['unchanged none CorpSignins', 'unchanged none Rare agents'])
    // An update without the stored etag is refused: "Newer data exists".
    const shorter = project([corpSignins('SigninLogs', '()')])
    expect(await deploy(emulator, shorter, { prune: true })).toEqual([
      'applied update CorpSignins',
      'applied delete Rare agents',
    ])
    expect(await deploy(emulator, shorter)).toEqual(['unchanged none CorpSignins'])
    const metadata = await emulator.workspace.metadata.list()
    expect(metadata.ok && metadata.value.map(({ properties }) => properties.kind)).toEqual(['Parser'])
  })

  it('are found by the alias that queries call, whatever the id of the search', async () => {
    const emulator = await emulated()
    const properties = { category: 'x', displayName: 'Ours', query: 'SigninLogs', functionAlias: 'corpsignins' }
    await emulator.workspace.savedSearches.put('5d1d', { properties })
    const wanted = project([corpSignins('SigninLogs', '()')])
    expect((await planFor(emulator, wanted)).steps).toMatchObject([
      { action: 'conflict', id: '5d1d', cause: 'foreign', resolve: { choice: 'adopt', id: '5d1d' } },
    ])
    expect(await deploy(emulator, wanted, { adopt: ['5d1d'] })).toEqual(['applied update CorpSignins'])
    expect(await searchesOf(emulator)).toHaveLength(1)
    expect(await deploy(emulator, wanted)).toEqual(['unchanged none CorpSignins'])
  })
})
