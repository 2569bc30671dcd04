import { describe, expect, it } from 'vitest'
import {
  applyPlan,
  type Choices,
  type DeployPlan,
  type DesiredResource,
  noChoices,
  planDeploy,
  readActual,
} from '../src/index.ts'
import { markBody, readMark } from '../src/plan/ownership.ts'
import { scheduled, table } from './desired-resources.ts'
import { type Emulated, emulated } from './emulated-workspace.ts'

const owner = 'acme/detections'
const one = scheduled(1, { description: 'Finds spies.' })
const changed = scheduled(1, { description: 'Finds spies.', severity: 'Low' })

async function planFor(
  { workspace }: Emulated,
  state: readonly DesiredResource[],
  choices: Partial<Choices> = {},
): Promise<DeployPlan> {
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  const all = { ...noChoices, owner, ...choices }
  return planDeploy({ name: 'local', resource: workspace.resource }, state, actual.value, all)
}

async function deploy(emulator: Emulated, state: readonly DesiredResource[], choices: Partial<Choices> = {}) {
  const { results } = await applyPlan(await planFor(emulator, state, choices), emulator.workspace)
  return results.map(({ outcome, step, error }) =>
    [outcome, step.action, step.name, ...(error ? [error.code] : [])].join(' '),
  )
}

const steps = async (...args: Parameters<typeof planFor>) =>
  (await planFor(...args)).steps.map(({ action, name, cause }) => [action, name, ...(cause ? [cause] : [])].join(' '))

/** What someone does in the portal: no metadata goes with it. */
async function edit({ workspace }: Emulated, { id, body, apiVersion }: DesiredResource) {
  const put = await workspace.alertRules.put(id, body, apiVersion)
  if (!put.ok) throw new Error(put.error.message)
}

async function metadataOf({ workspace }: Emulated) {
  const metadata = await workspace.metadata.list()
  if (!metadata.ok) throw new Error(metadata.error.message)
  return metadata.value
}

/** A workspace to which the state has been applied. */
async function applied(...state: readonly DesiredResource[]): Promise<Emulated> {
  const emulator = await emulated()
  await deploy(emulator, state)
  return emulator
}

describe('what is applied', () => {
  it('is recorded in metadata, with the project and a hash', async () => {
    const emulator = await applied(one, table('SigninLogs'))
    expect(await metadataOf(emulator)).toMatchObject([
      {
        id: `tripline-alertRules-${one.id}`,
        properties: {
          parentId: `${emulator.workspace.resource}/providers/Microsoft.SecurityInsights/alertRules/${one.id}`,
          kind: 'AnalyticsRule',
          contentId: one.id,
          source: { kind: 'SourceRepository', name: owner },
          customVersion: expect.stringMatching(/^tripline\/1 [0-9a-f]{64}$/),
        },
      },
    ])
    expect(await steps(emulator, [one, table('SigninLogs')])).toEqual(['none SigninLogs', 'none Rule 1'])
  })

  it('is updated when only the file has changed', async () => {
    const emulator = await applied(one)
    expect(await deploy(emulator, [changed])).toEqual(['applied update Rule 1'])
    expect(await steps(emulator, [changed])).toEqual(['none Rule 1'])
  })
})

describe('a rule that was edited outside', () => {
  it('is a conflict that names the fields, the time and the option, and is left alone', async () => {
    const emulator = await applied(one)
    await edit(emulator, changed)
    expect((await planFor(emulator, [one])).steps).toMatchObject([
      {
        action: 'conflict',
        cause: 'edited',
        reason: 'edited outside on 2026-03-02 10:00 UTC',
        resolve: { choice: 'overwrite', id: one.id },
        changes: [{ path: 'severity', from: 'Low', to: 'High' }],
      },
    ])
    expect(await deploy(emulator, [one])).toEqual(['refused conflict Rule 1 Conflict'])
    // The file has changed, too.
    expect(await steps(emulator, [scheduled(1, { severity: 'Medium' })])).toEqual(['conflict Rule 1 edited'])
  })

  it.each<readonly [string, Partial<Choices>]>([
    ['by its id', { overwrite: [one.id] }],
    ['by its id in other letters', { overwrite: [one.id.toUpperCase()] }],
    ['with all others', { overwrite: 'all' }],
  ])('is overwritten if the user says so %s', async (_, choices) => {
    const emulator = await applied(one)
    await edit(emulator, changed)
    expect(await steps(emulator, [one], choices)).toEqual(['update Rule 1 edited'])
    expect(await deploy(emulator, [one], choices)).toEqual(['applied update Rule 1'])
    expect(await steps(emulator, [one])).toEqual(['none Rule 1'])
  })

  it.each<readonly [string, Partial<Choices>]>([
    ['another id', { overwrite: [scheduled(2).id] }],
    ['another option', { adopt: 'all', enable: 'all', prune: true }],
  ])('is not overwritten by %s', async (_, choices) => {
    const emulator = await applied(one)
    await edit(emulator, changed)
    expect(await steps(emulator, [one], choices)).toEqual(['conflict Rule 1 edited'])
  })

  it('is as it should be if the file was edited alike', async () => {
    const emulator = await applied(one)
    await edit(emulator, changed)
    const before = emulator.exchanges.length
    expect(await steps(emulator, [changed])).toEqual(['none Rule 1'])
    // Until that is applied, the edit is protected from the old file.
    expect(await steps(emulator, [one])).toEqual(['conflict Rule 1 edited'])
    expect(await deploy(emulator, [changed])).toEqual(['unchanged none Rule 1'])
    const writes = emulator.exchanges.slice(before).filter(({ method }) => method !== 'GET')
    expect(writes.map(({ url }) => url.includes('/metadata/'))).toEqual([true])
    expect(await steps(emulator, [one])).toEqual(['update Rule 1'])
    expect((await planFor(emulator, [changed])).steps[0]).not.toHaveProperty('write')
  })

  it('is left alone if it was edited once more after the plan', async () => {
    const emulator = await applied(one)
    await edit(emulator, changed)
    const plan = await planFor(emulator, [changed])
    await edit(emulator, one)
    const { results } = await applyPlan(plan, emulator.workspace)
    expect(results).toMatchObject([{ outcome: 'unchanged' }])
    expect(await steps(emulator, [changed])).toEqual(['update Rule 1'])
  })
})

describe('a rule that the project did not deploy', () => {
  it('is as it should be if it equals the file, and is adopted without a write', async () => {
    const emulator = await emulated()
    await edit(emulator, one)
    const before = emulator.exchanges.length
    expect((await planFor(emulator, [one])).steps).toMatchObject([{ action: 'none', adopts: true }])
    expect(await deploy(emulator, [one])).toEqual(['unchanged none Rule 1'])
    const writes = emulator.exchanges.slice(before).filter(({ method }) => method !== 'GET')
    expect(writes.map(({ url }) => url.includes('/metadata/'))).toEqual([true])
    expect((await planFor(emulator, [one])).steps[0]).not.toHaveProperty('adopts')
    // From now on, it is the project's: an edit of the file is an update.
    expect(await steps(emulator, [changed])).toEqual(['update Rule 1'])
  })

  it('is not adopted if it was changed after the plan', async () => {
    const emulator = await emulated()
    await edit(emulator, one)
    const plan = await planFor(emulator, [one])
    await edit(emulator, changed)
    const { results } = await applyPlan(plan, emulator.workspace)
    expect(results).toMatchObject([{ outcome: 'unchanged' }])
    expect(await metadataOf(emulator)).toEqual([])
  })

  it('is a conflict if it differs, until the user adopts it', async () => {
    const emulator = await emulated()
    await edit(emulator, changed)
    expect((await planFor(emulator, [one])).steps).toMatchObject([
      { action: 'conflict', cause: 'foreign', resolve: { choice: 'adopt', id: one.id } },
    ])
    expect(await steps(emulator, [one], { overwrite: 'all', enable: 'all' })).toEqual(['conflict Rule 1 foreign'])
    expect(await deploy(emulator, [one], { adopt: [one.id] })).toEqual(['applied update Rule 1'])
    expect(await steps(emulator, [one])).toEqual(['none Rule 1'])
  })

  it('is not owned by what others say of it in metadata', async () => {
    const emulator = await emulated()
    await edit(emulator, changed)
    const parentId = `${emulator.workspace.resource}/providers/Microsoft.SecurityInsights/alertRules/${one.id}`
    // What the content hub writes for a rule that it installs.
    const source = { kind: 'Solution', name: 'Contoso' }
    const put = await emulator.workspace.metadata.put('analyticsrule-1', {
      properties: { parentId, kind: 'AnalyticsRule', contentId: one.id, source, version: '1.0.0' },
    })
    expect(put).toMatchObject({ ok: true })
    expect(await steps(emulator, [one])).toEqual(['conflict Rule 1 foreign'])
  })

  it('is another project’s only until the user adopts it', async () => {
    const emulator = await applied(one)
    const other = { owner: 'other' }
    expect(await steps(emulator, [one], other)).toEqual(['none Rule 1'])
    expect((await planFor(emulator, [changed], other)).steps).toMatchObject([
      { action: 'conflict', cause: 'foreign', reason: 'it belongs to the project acme/detections' },
    ])
    expect(await deploy(emulator, [changed], { ...other, adopt: 'all' })).toEqual(['applied update Rule 1'])
    expect(await steps(emulator, [changed], other)).toEqual(['none Rule 1'])
  })

  it('was the project’s before the project had a name', async () => {
    const emulator = await emulated()
    await deploy(emulator, [one], { owner: '' })
    expect((await planFor(emulator, [one])).steps).toMatchObject([{ action: 'none', adopts: true }])
    expect(await deploy(emulator, [changed])).toEqual(['applied update Rule 1'])
    expect(await steps(emulator, [changed])).toEqual(['none Rule 1'])
  })
})

it('a rule that Sentinel disabled is enabled when the user says so', async () => {
  const emulator = await applied(one)
  const disabled = { displayName: 'AUTO DISABLED Rule 1', enabled: false, description: 'Finds spies. A table is gone.' }
  await edit(emulator, scheduled(1, { ...one.body.properties, ...disabled }))
  expect(await steps(emulator, [one])).toEqual(['conflict Rule 1 disabled'])
  expect(await deploy(emulator, [one], { enable: [one.id] })).toEqual(['applied update Rule 1'])
  expect(await steps(emulator, [one])).toEqual(['none Rule 1'])
})

it('a rule that was deleted outside is created again', async () => {
  const emulator = await applied(one)
  await emulator.workspace.alertRules.delete(one.id)
  emulator.pass(25 * 3_600_000)
  expect(await steps(emulator, [one])).toEqual(['create Rule 1 deleted'])
  expect(await deploy(emulator, [one])).toEqual(['applied create Rule 1'])
  expect(await steps(emulator, [one])).toEqual(['none Rule 1'])
})

describe('what the project no longer has', () => {
  const two = scheduled(2)
  const pruned = { prune: true }

  it('is counted, and stays, without prune', async () => {
    const emulator = await applied(one, two)
    expect(await planFor(emulator, [one])).toMatchObject({ surplus: 1, steps: [{ action: 'none' }] })
    await deploy(emulator, [one])
    expect((await emulator.workspace.alertRules.get(two.id)).ok).toBe(true)
  })

  it('is deleted with its metadata, and nothing else is', async () => {
    const emulator = await applied(one, two)
    const foreign = scheduled(3)
    await edit(emulator, foreign)
    await deploy(emulator, [scheduled(4)], { owner: 'other' })
    const untouched = await emulator.workspace.alertRules.get(foreign.id)
    expect((await planFor(emulator, [one], pruned)).steps[0]).toMatchObject({
      action: 'delete',
      name: 'Rule 2',
      warnings: ['its id cannot be used again for a day'],
    })
    expect(await deploy(emulator, [one], pruned)).toEqual(['applied delete Rule 2', 'unchanged none Rule 1'])
    const rules = await emulator.workspace.alertRules.list()
    expect(rules.ok && rules.value.map(({ id }) => Number(id.slice(-1))).sort()).toEqual([1, 3, 4])
    expect(await emulator.workspace.alertRules.get(foreign.id)).toEqual(untouched)
    expect((await metadataOf(emulator)).map(({ id }) => Number(id.slice(-1))).sort()).toEqual([1, 4])
  })

  it('is deleted last', async () => {
    const emulator = await applied(one, two)
    expect(await deploy(emulator, [changed, scheduled(3)], pruned)).toEqual([
      'applied update Rule 1',
      'applied create Rule 3',
      'applied delete Rule 2',
    ])
  })

  const heir = scheduled(3, { displayName: two.name })

  it('is deleted first if another rule takes its name, at the end of a chain, too', async () => {
    const emulator = await applied(one, two)
    const chain = [scheduled(1, { displayName: two.name }), scheduled(3, { displayName: one.name })]
    const plan = await planFor(emulator, chain, pruned)
    expect(plan.steps.map(({ action, id }) => [action, id])).toEqual([
      ['delete', two.id],
      ['update', one.id],
      ['create', heir.id],
    ])
    expect(plan.steps[0]!.warnings).toEqual([
      'its id cannot be used again for a day',
      `deleted first: the rule ${one.id} takes its name`,
    ])
    expect(await deploy(emulator, chain, pruned)).toEqual([
      'applied delete Rule 2',
      'applied update Rule 2',
      'applied create Rule 1',
    ])
    expect(await steps(emulator, chain, pruned)).toEqual(['none Rule 1', 'none Rule 2'])
  })

  it('keeps its name, and another rule does not get it, unless it is pruned', async () => {
    const emulator = await applied(one, two)
    const plans = [{}, { ...pruned, keep: [two.id] }, { ...pruned, owner: 'other' }]
    for (const choices of plans) {
      const { steps } = await planFor(emulator, [heir], choices)
      expect(steps.find(({ id }) => id === heir.id)).toMatchObject({
        action: 'conflict',
        reason: `another rule in the workspace has the same name: ${two.id}; names must be unique`,
      })
    }
  })

  it('is not deleted if it was edited after the plan, and then nothing takes its name', async () => {
    const emulator = await applied(one, two)
    const plan = await planFor(emulator, [one, heir], pruned)
    await edit(emulator, scheduled(2, { severity: 'Low' }))
    const { results } = await applyPlan(plan, emulator.workspace)
    expect(results.map(({ step, outcome, error }) => [step.action, outcome, error?.code])).toEqual([
      ['delete', 'refused', 'Moved'],
      ['create', 'skipped', 'Needs'],
      ['none', 'unchanged', undefined],
    ])
  })

  it('stays if it is listed to be kept, or the project has no name', async () => {
    const emulator = await applied(one, two)
    expect(await steps(emulator, [one], { ...pruned, keep: [two.id.toUpperCase()] })).toEqual(['none Rule 1'])
    expect(await steps(emulator, [one], { ...pruned, owner: '' })).toEqual(['none Rule 1'])
  })

  it('is deleted with a warning if it was edited outside', async () => {
    const emulator = await applied(one, two)
    await edit(emulator, scheduled(2, { severity: 'Low' }))
    const [step] = (await planFor(emulator, [one], pruned)).steps
    expect(step!.warnings).toContain('it was edited outside since it was applied')
  })

  it.each<readonly [string, (emulator: Emulated) => Promise<unknown>]>([
    ['the rule was changed', emulator => edit(emulator, scheduled(2, { severity: 'Low' }))],
    ['its metadata is gone', ({ workspace }) => workspace.metadata.delete(`tripline-alertRules-${two.id}`)],
    ['another project has adopted it', emulator => deploy(emulator, [two], { owner: 'other', adopt: 'all' })],
  ])('is not deleted if meanwhile %s', async (what, meanwhile) => {
    const emulator = await applied(one, two)
    const plan = await planFor(emulator, [one], pruned)
    if (what.startsWith('another')) await edit(emulator, scheduled(2, { severity: 'Low' }))
    await meanwhile(emulator)
    const { results } = await applyPlan(plan, emulator.workspace)
    expect(results[0]).toMatchObject({ outcome: 'refused', error: { code: 'Moved' } })
    expect((await emulator.workspace.alertRules.get(two.id)).ok).toBe(true)
  })

  it('is done when it is gone already; then its metadata goes', async () => {
    const emulator = await applied(one, two)
    const plan = await planFor(emulator, [one], pruned)
    await emulator.workspace.alertRules.delete(two.id)
    const outcomes = async () => (await applyPlan(plan, emulator.workspace)).results.map(({ outcome }) => outcome)
    expect(await outcomes()).toEqual(['applied', 'unchanged'])
    expect(await outcomes()).toEqual(['unchanged', 'unchanged'])
    expect((await metadataOf(emulator)).map(({ id }) => id)).toEqual([`tripline-alertRules-${one.id}`])
  })

  // A rule that was just created may not be found for some seconds.
  it('is deleted although a first look does not find it', async () => {
    const emulator = await applied(one, two)
    const plan = await planFor(emulator, [one], pruned)
    const { workspace } = emulator
    let looks = 0
    const missing = { ok: false, error: { status: 404, code: 'NotFound', message: 'not yet' } } as const
    const alertRules = {
      ...workspace.alertRules,
      get: async (id: string) => (++looks < 3 ? missing : workspace.alertRules.get(id)),
    }
    const { results } = await applyPlan(plan, { ...workspace, alertRules })
    expect(results[0]).toMatchObject({ outcome: 'applied' })
    expect(await workspace.alertRules.get(two.id)).toMatchObject({ ok: false, error: { status: 404 } })
  })

  it('includes metadata that is left of a rule', async () => {
    const emulator = await applied(one, two)
    await emulator.workspace.alertRules.delete(two.id)
    expect(await deploy(emulator, [one], pruned)).toEqual([`applied delete ${two.id}`, 'unchanged none Rule 1'])
    expect(await metadataOf(emulator)).toHaveLength(1)
  })
})

// The service rejects metadata whose source has no name.
it.each(['', 'acme/detections'])('the mark of the project %j names a source, and says the project again', name => {
  const content = { resource: 'rule-1', owner: name, hash: 'h', isBegun: false }
  const { properties } = markBody('/x/alertRules/rule-1', 'AnalyticsRule', content)
  expect(properties.source.name).not.toBe('')
  expect(readMark({ id: 'm', properties })).toMatchObject(content)
})
