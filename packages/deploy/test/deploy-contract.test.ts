import type { WorkspaceClient } from '@tripline/azure'
import { referenceData } from '@tripline/testkit'
import { publishedSchemas } from '@tripline/testkit/published-schemas'
import { describe, expect, it } from 'vitest'
import {
  type ActualState,
  applyPlan,
  type Choices,
  type DeployPlan,
  type DesiredResource,
  kinds,
  noChoices,
  planDeploy,
  planDocument,
  readActual,
} from '../src/index.ts'
import { before, desired, owner } from './all-kinds.ts'
import { elaborate, nearRealTime, scheduled, table, tableWith } from './desired-resources.ts'
import { type Emulated, emulated } from './emulated-workspace.ts'

async function actualOf(workspace: WorkspaceClient, state: readonly DesiredResource[]): Promise<ActualState> {
  const actual = await readActual(workspace, state)
  if (!actual.ok) throw new Error(actual.error.message)
  return actual.value
}

const planFor = async (
  { workspace }: Emulated,
  state: readonly DesiredResource[],
  choices: Partial<Choices> = {},
): Promise<DeployPlan> =>
  planDeploy({ name: 'local', resource: workspace.resource }, state, await actualOf(workspace, state), {
    ...noChoices,
    ...choices,
  })

const actions = (plan: DeployPlan) => plan.steps.map(({ action, name }) => `${action} ${name}`)

async function deploy(emulator: Emulated, state: readonly DesiredResource[]) {
  const report = await applyPlan(await planFor(emulator, state), emulator.workspace)
  return report.results.map(({ outcome, step, error }) =>
    [outcome, step.name, ...(error ? [error.code] : [])].join(' '),
  )
}

/** Change a stored rule behind the plan's back. */
async function changeRule({ workspace }: Emulated, id: string, properties: Readonly<Record<string, unknown>>) {
  const stored = await workspace.alertRules.get(id)
  if (!stored.ok) throw new Error(stored.error.message)
  const { lastModifiedUtc, ...own } = stored.value.properties
  const body = { kind: stored.value.kind!, properties: { ...own, ...properties } }
  const put = await workspace.alertRules.put(id, body, '2025-07-01-preview')
  if (!put.ok) throw new Error(put.error.message)
}

describe('plan, apply, plan', () => {
  it('creates what is missing, and then finds nothing to do', async () => {
    const emulator = await emulated()
    const state = [scheduled(1), elaborate(2), nearRealTime(3), table('SigninLogs')]
    const plan = await planFor(emulator, state)
    expect(actions(plan)).toEqual(['update SigninLogs', 'create Everything', 'create Rule 1', 'create Rule 3'])
    const report = await applyPlan(plan, emulator.workspace)
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect(new Set((await planFor(emulator, state)).steps.map(({ action }) => action))).toEqual(new Set(['none']))
  })

  it('reads one list of each kind, and the metadata', async () => {
    const emulator = await emulated()
    await planFor(emulator, [scheduled(1)])
    expect(emulator.exchanges.map(({ method }) => method)).toEqual([...kinds, 'metadata'].map(() => 'GET'))
  })

  it('gives a table another plan, and then finds nothing to do', async () => {
    const emulator = await emulated()
    const state = [tableWith('Syslog', { plan: 'Basic', totalRetentionInDays: 365 })]
    expect(await deploy(emulator, state)).toEqual(['applied Syslog'])
    expect(actions(await planFor(emulator, state))).toEqual(['none Syslog'])
  })

  it('lists the fields of a rule to create', async () => {
    const emulator = await emulated()
    const document = planDocument(await planFor(emulator, [scheduled(1)]))
    expect(document.steps[0]).toMatchObject({ action: 'create', type: 'alertRules', id: scheduled(1).id })
    expect(document.steps[0]?.changes).toContainEqual({ path: 'severity', from: null, to: 'High' })
  })

  it('updates a rule that someone edited, field by field, and leaves the others alone', async () => {
    const emulator = await emulated()
    const state = [scheduled(1), elaborate(2)]
    await deploy(emulator, state)
    await changeRule(emulator, scheduled(1).id, { severity: 'Low', tactics: ['Impact'] })
    const plan = await planFor(emulator, state, { overwrite: [scheduled(1).id] })
    expect(planDocument(plan).steps).toEqual([
      {
        action: 'update',
        cause: 'edited',
        warnings: ['edited outside on 2026-03-02 10:00 UTC'],
        type: 'alertRules',
        id: scheduled(1).id,
        name: 'Rule 1',
        changes: [
          { path: 'severity', from: 'Low', to: 'High' },
          { path: 'tactics', from: ['Impact'], to: null },
        ],
      },
      { action: 'none', type: 'alertRules', id: elaborate(2).id, name: 'Everything', changes: [] },
    ])
    await applyPlan(plan, emulator.workspace)
    expect(actions(await planFor(emulator, state))).toEqual(['none Everything', 'none Rule 1'])
  })

  it('says that Sentinel disabled a rule, and why', async () => {
    const emulator = await emulated()
    const state = [scheduled(1, { description: 'Finds spies.' })]
    await deploy(emulator, state)
    await changeRule(emulator, scheduled(1).id, {
      displayName: 'AUTO DISABLED Rule 1',
      enabled: false,
      description: 'Finds spies. The alert rule was disabled because a table was deleted.',
    })
    const [step] = (await planFor(emulator, state)).steps
    expect(step).toMatchObject({
      action: 'conflict',
      cause: 'disabled',
      reason: 'Sentinel disabled the rule automatically: The alert rule was disabled because a table was deleted.',
      resolve: { choice: 'enable', id: scheduled(1).id },
    })
  })

  it('leaves rules of the workspace alone that the project does not have', async () => {
    const emulator = await emulated()
    await deploy(emulator, [scheduled(1), scheduled(2)])
    expect(actions(await planFor(emulator, [scheduled(1)]))).toEqual(['none Rule 1'])
  })

  // The emulator insists on unique names; so does the portal.
  it.each([
    ['a name that is freed', 'A', 'BA', 'applied B, applied A'],
    ['a swap', 'AB', 'BA', 'applied A, applied B'],
    ['a chain against the alphabet', 'ABC', 'BCD', 'applied D, applied C, applied B'],
    ['a chain along the alphabet', 'BCD', 'ABC', 'applied A, applied B, applied C'],
    ['a circle of three', 'ABC', 'BCA', 'applied A, applied C, applied B'],
    ['two circles and a chain', 'ABCDEF', 'BADCFG', 'applied A, applied C, applied G, applied B, applied D, applied F'],
  ])('renames rules in one go: %s', async (_, before, after, expected) => {
    const emulator = await emulated()
    const named = (names: string) => [...names].map((displayName, index) => scheduled(index, { displayName }))
    await deploy(emulator, named(before))
    expect((await deploy(emulator, named(after))).join(', ')).toEqual(expected)
    expect(new Set(actions(await planFor(emulator, named(after))))).toEqual(
      new Set([...after].map(name => `none ${name}`)),
    )
  })
})

describe('what cannot be applied', () => {
  it('does not replace a rule by one of another kind, nor one of another id with the same name', async () => {
    const emulator = await emulated()
    await deploy(emulator, [scheduled(1)])
    const plan = await planFor(emulator, [nearRealTime(1), scheduled(2, { displayName: 'Rule 1' })])
    expect(actions(plan)).toEqual(['conflict Rule 1', 'conflict Rule 1'])
    expect((await applyPlan(plan, emulator.workspace)).results.map(({ outcome }) => outcome)).toEqual([
      'refused',
      'refused',
    ])
  })

  it('leaves a rule alone that has moved since the plan was made, and carries out the rest', async () => {
    const emulator = await emulated()
    await deploy(emulator, [scheduled(1), scheduled(3)])
    const plan = await planFor(emulator, [scheduled(1, { severity: 'Low' }), scheduled(2), scheduled(3)])
    await changeRule(emulator, scheduled(1).id, { enabled: false })
    const sent = emulator.exchanges.length
    const report = await applyPlan(plan, emulator.workspace)
    expect(report.results.map(({ outcome, step }) => `${outcome} ${step.name}`)).toEqual([
      'refused Rule 1',
      'applied Rule 2',
      'unchanged Rule 3',
    ])
    const writes = emulator.exchanges.slice(sent).filter(({ method }) => method !== 'GET')
    expect(writes.map(({ url }) => url.includes(scheduled(2).id))).toEqual([true, true])
  })

  it('does not overwrite a rule that moves while the plan is being applied', async () => {
    const emulator = await emulated()
    await deploy(emulator, [scheduled(1), scheduled(2)])
    const plan = await planFor(emulator, [scheduled(1, { severity: 'Low' }), scheduled(2, { severity: 'Low' })])
    let interfered = false
    const alertRules: WorkspaceClient['alertRules'] = {
      ...emulator.workspace.alertRules,
      async put(id, body, version) {
        if (!interfered) await changeRule(emulator, scheduled(1).id, { severity: 'Medium' })
        interfered = true
        return emulator.workspace.alertRules.put(id, body, version)
      },
    }
    const report = await applyPlan(plan, { ...emulator.workspace, alertRules })
    expect(report.results.map(({ outcome, step, error }) => `${outcome} ${step.name} ${error?.code}`)).toEqual([
      'refused Rule 1 Moved',
      'applied Rule 2 undefined',
    ])
    const stored = await emulator.workspace.alertRules.get(scheduled(1).id)
    expect(stored.ok && stored.value.properties.severity).toBe('Medium')
  })

  it('goes on after a rule whose table the workspace does not have', async () => {
    const emulator = await emulated()
    const report = await applyPlan(
      await planFor(emulator, [scheduled(1, { query: 'Nowhere_CL | take 1' }), scheduled(2)]),
      emulator.workspace,
    )
    expect(report.results.map(({ outcome, step }) => `${outcome} ${step.name}`)).toEqual([
      'failed Rule 1',
      'applied Rule 2',
    ])
    expect(report.results[0]?.error).toMatchObject({
      status: 400,
      message: expect.stringContaining('One of the tables does not exist'),
    })
  })

  it('says when the service does not store a field', async () => {
    const emulator = await emulated()
    const rule = { ...elaborate(1), apiVersion: '2025-09-01' }
    const report = await applyPlan(await planFor(emulator, [rule]), emulator.workspace)
    expect(report.results[0]?.error).toEqual({
      code: 'NotStored',
      message: 'the service accepted the change but did not store: subTechniques',
    })
  })

  it('refuses the plan of another workspace', async () => {
    const emulator = await emulated()
    const plan = { ...(await planFor(emulator, [scheduled(1)])), resource: '/subscriptions/other' }
    const report = await applyPlan(plan, emulator.workspace)
    expect(report.results[0]).toMatchObject({ outcome: 'refused', error: { code: 'OtherWorkspace' } })
  })
})

describe('tables', () => {
  it('sets retention and waits until it is in force', async () => {
    const emulator = await emulated({ operationSeconds: 30 })
    const state = [table('SigninLogs')]
    expect(await deploy(emulator, state)).toEqual(['applied SigninLogs'])
    expect(emulator.waits).toEqual([30_000])
    expect(actions(await planFor(emulator, state))).toEqual(['none SigninLogs'])
  })

  // Before 2025-07-01, no header of the 202 is documented.
  it('are waited for, too, when the answer does not say where to look', async () => {
    const emulator = await emulated({ operationSeconds: 30, linksOperations: false })
    const state = [table('SigninLogs')]
    expect(await deploy(emulator, state)).toEqual(['applied SigninLogs'])
    expect(actions(await planFor(emulator, state))).toEqual(['none SigninLogs'])
  })

  it('are found whatever the case of their names', async () => {
    const emulator = await emulated()
    expect(actions(await planFor(emulator, [table('signinlogs')]))).toEqual(['update signinlogs'])
  })

  // Versions before 2025-07-01 refuse the plan Auxiliary, which the project file allows.
  it('are read and changed in a version that has all plans', async () => {
    const emulator = await emulated()
    await deploy(emulator, [table('SigninLogs')])
    const versions = emulator.exchanges.flatMap(({ url }) => /tables.*api-version=(.*)/.exec(url)?.[1] ?? [])
    expect(versions.every(version => version >= '2025-07-01')).toBe(true)
  })

  it('reports a total that the service does not offer, and a table that is not there', async () => {
    const emulator = await emulated()
    const state = [table('SigninLogs', 90, 2190), table('Nowhere_CL')]
    expect(await deploy(emulator, state)).toEqual(['failed SigninLogs BadRequest', 'refused Nowhere_CL Conflict'])
  })
})

describe('a service that is busy', () => {
  it('is asked again after the time it names', async () => {
    let refusals = 2
    const emulator = await emulated({ throttle: method => (method === 'PUT' && refusals-- > 0 ? 0 : undefined) })
    expect(await deploy(emulator, [scheduled(1)])).toEqual(['applied Rule 1'])
    expect(emulator.exchanges.filter(({ method }) => method === 'PUT').map(({ status }) => status)).toEqual([
      429, 429, 201, 201,
    ])
  })

  it('is not waited for when it names an hour', async () => {
    const emulator = await emulated({ throttle: method => (method === 'PUT' ? 3600 : undefined) })
    const report = await applyPlan(await planFor(emulator, [scheduled(1)]), emulator.workspace)
    expect(report.results[0]?.error).toMatchObject({ status: 429, code: 'TooManyRequests', retryAfter: 3600 })
  })
})

describe.each(referenceData('azure-specs/'))('published descriptions', () => {
  it('hold for every request and every answer', async () => {
    const emulator = await emulated({ operationSeconds: 5 })
    const state = [scheduled(1), elaborate(2), nearRealTime(3), table('SigninLogs')]
    await deploy(emulator, state)
    await deploy(emulator, [...state, scheduled(1, { severity: 'Low', query: 'Nowhere_CL' })])
    await deploy(emulator, [table('SigninLogs', 90, 2190)])
    await emulator.workspace.alertRules.delete(scheduled(1).id)
    await emulator.workspace.queries.run({ kql: 'SigninLogs | take 1', timespan: 'P1D' })
    await emulator.workspace.queries.run({ kql: 'Nowhere_CL' })
    const judge = publishedSchemas()
    expect(emulator.exchanges.flatMap(judge)).toEqual([])
  })

  it('hold for those of all kinds', async () => {
    const emulator = await emulated({ operationSeconds: 5 })
    for (const state of [before, desired]) {
      const plan = await planFor(emulator, state, { owner, prune: true })
      const { results } = await applyPlan(plan, emulator.workspace)
      expect(results.flatMap(({ error }) => error ?? [])).toEqual([])
    }
    expect(emulator.exchanges.flatMap(publishedSchemas())).toEqual([])
  })
})
