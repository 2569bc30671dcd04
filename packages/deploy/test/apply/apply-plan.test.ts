import { type AlertRule, budgetSpent, type WorkspaceTable } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { applyPlan, type DeployClient, type DesiredState, planDeploy, readActual } from '../../src/index.ts'
import { clientWith, resource } from '../client-with.ts'
import { desired, nearRealTime, scheduled } from '../desired-rules.ts'

const wanted = scheduled(1)

/** The first rule of the project as a workspace holds it. */
const stored = (changes: Partial<AlertRule> = {}): AlertRule => ({
  id: wanted.id,
  etag: '"1"',
  ...wanted.body,
  ...changes,
})
const low = { ...wanted.body.properties, severity: 'Low' }

const signins: WorkspaceTable = {
  name: 'SigninLogs',
  plan: 'Analytics',
  retentionInDays: 30,
  totalRetentionInDays: 30,
  provisioningState: 'Succeeded',
}
const retention = (settings: DesiredState['tables'][number]['retention']): DesiredState => ({
  rules: [],
  tables: [{ name: 'SigninLogs', retention: settings }],
})

async function planOver(client: DeployClient, state: DesiredState) {
  const actual = await readActual(client)
  if (!actual.ok) throw new Error(actual.error.message)
  return planDeploy({ name: 'w', resource }, state, actual.value)
}

/** A plan over what one workspace holds, applied to another: what the workspace has become since. */
async function applied(
  before: Parameters<typeof clientWith>[0],
  state: DesiredState,
  after: Parameters<typeof clientWith>[0] = before,
) {
  const plan = await planOver(clientWith(before).client, state)
  const { client, sent } = clientWith(after)
  const { results } = await applyPlan(plan, client)
  const [{ outcome, error } = {}] = results
  return { outcome, code: error?.code, message: error?.message, sent, results }
}

describe('a rule that has moved since the plan was made', () => {
  // ETags change with every write; a write that says the same may still be somebody's work on the rule.
  it.each<readonly [string, readonly AlertRule[]]>([
    ['was changed', [stored({ properties: low })]],
    ['was written again as it was', [stored({ etag: '"2"' })]],
    ['has lost its etag', [{ ...wanted.body, id: wanted.id }]],
    ['is of another kind', [stored({ kind: 'NRT' })]],
    ['was deleted', []],
  ])('is left alone: it %s', async (_, now) => {
    for (const state of [desired(wanted), desired(scheduled(1, { severity: 'Medium' }))]) {
      const { outcome, code, sent } = await applied({ rules: [stored()] }, state, { rules: now })
      expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
    }
  })

  it('is left alone: it was created', async () => {
    const { outcome, code, sent } = await applied({}, desired(wanted), { rules: [stored()] })
    expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
  })

  it.each(['"1"', undefined])('has not moved where only the service has written: etag %s', async etag => {
    const rule = { ...wanted.body, id: wanted.id, ...(etag && { etag }) }
    const touched = { ...rule, properties: { ...rule.properties, lastModifiedUtc: '2026-03-02T10:00:00Z' } }
    const { outcome, code } = await applied({ rules: [rule] }, desired(wanted), { rules: [touched] })
    expect([outcome, code]).toEqual(['unchanged', undefined])
  })

  it('may differ in what the plan does not touch', async () => {
    const other = { ...stored({ etag: '"9"' }), id: 'other', properties: { displayName: 'Other' } }
    const { outcome } = await applied({ rules: [stored()] }, desired(wanted), { rules: [stored(), other] })
    expect(outcome).toBe('unchanged')
  })
})

describe('an update', () => {
  const medium = scheduled(1, { severity: 'Medium' })

  it.each([
    ['"1"', { etag: '"1"' }],
    [undefined, {}],
  ])('is bound to the etag of the plan: %s', async (etag, condition) => {
    const rule = { ...wanted.body, id: wanted.id, ...(etag && { etag }) }
    const { sent } = await applied({ rules: [rule] }, desired(medium))
    expect(sent).toEqual([{ id: wanted.id, body: { ...medium.body, ...condition }, version: medium.apiVersion }])
  })

  it('is not bound when the rule is new', async () => {
    const { sent } = await applied({}, desired(wanted))
    expect(sent).toEqual([{ id: wanted.id, body: wanted.body, version: wanted.apiVersion }])
  })

  it('is repeated once, with the new etag, when only the etag has moved', async () => {
    const conflict = { code: 'Conflict', status: 409, message: 'etag' }
    let refusals = 0
    const service = {
      rules: [stored()],
      get: async () => ({ ok: true, value: stored({ etag: '"2"' }) }) as const,
      put: async () =>
        refusals++ === 0 ? ({ ok: false, error: conflict } as const) : ({ ok: true, value: stored() } as const),
    }
    const { sent } = await applied({ rules: [stored()] }, desired(medium), service)
    expect(sent).toMatchObject([{ body: { etag: '"1"' } }, { body: { etag: '"2"' } }])

    refusals = -1
    const again = await applied({ rules: [stored()] }, desired(medium), {
      ...service,
      put: async () => ({ ok: false, error: conflict }),
    })
    expect([again.outcome, again.code, again.sent.length]).toEqual(['failed', 'Conflict', 2])
  })

  // Only a conflict of etags (409) says that somebody else has written.
  it.each([
    [409, 'Moved'],
    [412, 'Refused'],
    [500, 'Refused'],
  ])('of a rule that has changed meanwhile, answered with %i', async (status, expected) => {
    const { code, sent } = await applied({ rules: [stored()] }, desired(medium), {
      rules: [stored()],
      get: async () => ({ ok: true, value: stored({ properties: low }) }),
      put: async () => ({ ok: false, error: { code: 'Refused', status, message: 'no' } }),
    })
    expect([code, sent.length]).toEqual([expected, 1])
  })

  it('names every field that was not stored', async () => {
    const { outcome, code, message } = await applied(
      { rules: [stored()] },
      desired(scheduled(1, { severity: 'Low', tactics: ['Impact'] })),
    )
    expect([outcome, code]).toEqual(['failed', 'NotStored'])
    expect(message).toContain('severity, tactics')
  })

  it('fails when the rule cannot be read back', async () => {
    const gone = { code: 'Gone', status: 500, message: 'no answer' }
    const { outcome, code } = await applied({}, desired(wanted), { get: async () => ({ ok: false, error: gone }) })
    expect([outcome, code]).toEqual(['failed', 'Gone'])
  })
})

describe('a table', () => {
  const all = { plan: 'Basic', totalRetentionInDays: 365 }

  it('that the service stores as it should be is applied', async () => {
    const { outcome, sent } = await applied({ tables: [signins] }, retention(all))
    expect([outcome, sent]).toEqual(['applied', [{ name: 'SigninLogs', retention: all }]])
  })

  // The service answers with the table as it then is; what it does not say was not done.
  it.each([
    ['plan', { plan: 'Basic', totalRetentionInDays: 365 }, { totalRetentionInDays: 365 }],
    ['retentionInDays', { retentionInDays: 90 }, { retentionInDays: 89 }],
    ['totalRetentionInDays', { totalRetentionInDays: 365 }, { totalRetentionInDays: 366 }],
    ['retentionInDays, totalRetentionInDays', { retentionInDays: 90, totalRetentionInDays: 365 }, {}],
  ])('that the service does not store as it should be has failed: %s', async (fields, settings, kept) => {
    const { outcome, code, message } = await applied({ tables: [signins] }, retention(settings), {
      tables: [signins],
      patch: async () => ({ ok: true, value: { ...signins, ...kept } }),
    })
    expect([outcome, code, message?.endsWith(`: ${fields}`)]).toEqual(['failed', 'NotStored', true])
  })

  it('that the service refuses has failed', async () => {
    const error = { code: 'BadRequest', status: 400, message: 'no' }
    const { outcome, code } = await applied({ tables: [signins] }, retention(all), {
      tables: [signins],
      patch: async () => ({ ok: false, error }),
    })
    expect([outcome, code]).toEqual(['failed', 'BadRequest'])
  })

  it.each([
    ['plan', { plan: 'Basic' }],
    ['interactive retention', { retentionInDays: 31 }],
    ['total retention', { totalRetentionInDays: 31 }],
  ])('whose %s has moved since the plan was made is left alone', async (_, change) => {
    const { outcome, code, sent } = await applied({ tables: [signins] }, retention({ totalRetentionInDays: 90 }), {
      tables: [{ ...signins, ...change }],
    })
    expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
  })

  it('that is gone since the plan was made is left alone', async () => {
    const { code } = await applied({ tables: [signins] }, retention({ totalRetentionInDays: 90 }), {})
    expect(code).toBe('Moved')
  })
})

describe('a conflict', () => {
  it('of kinds names no fields: those of two kinds are not comparable', async () => {
    const plan = await planOver(clientWith({ rules: [stored({ properties: low })] }).client, desired(nearRealTime(1)))
    expect(plan.steps).toMatchObject([{ action: 'conflict', changes: [] }])
  })

  it('of names still says what would change', async () => {
    const other = { ...stored(), id: 'other' }
    const plan = await planOver(clientWith({ rules: [other] }).client, desired(wanted))
    expect(plan.steps).toMatchObject([
      { action: 'conflict', changes: expect.arrayContaining([{ path: 'severity', from: null, to: 'High' }]) },
    ])
  })

  it('is an installed rule of machine learning that would change, not one that stays', async () => {
    const learned = (enabled: boolean) => ({
      ...wanted,
      body: { kind: 'MLBehaviorAnalytics' as const, properties: { enabled, alertRuleTemplateName: 't' } },
    })
    const installed = { id: wanted.id, ...learned(true).body }
    const actions = async (enabled: boolean, rules: readonly AlertRule[]) =>
      (await planOver(clientWith({ rules }).client, desired(learned(enabled)))).steps.map(({ action }) => action)
    expect(await actions(true, [installed])).toEqual(['none'])
    expect(await actions(false, [installed])).toEqual(['conflict'])
    expect(await actions(true, [])).toEqual(['create'])
  })

  it('is left where it is, and the other steps are carried out', async () => {
    const { results } = await applied({ rules: [stored()] }, desired(nearRealTime(1), scheduled(2)))
    expect(results.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ['failed', 'NotFound'],
      ['refused', 'Conflict'],
    ])
  })
})

describe('applying', () => {
  const steps = desired(scheduled(1), scheduled(2), scheduled(3))
  const failing = (code: string, status = 500) => ({ ok: false, error: { code, status, message: 'no' } }) as const
  const outcomes = ({ results }: Awaited<ReturnType<typeof applied>>) =>
    results.map(({ outcome, error }) => [outcome, error?.code])

  it('goes on after a step that fails', async () => {
    const put = async () => failing('BadRequest', 400)
    expect(outcomes(await applied({}, steps, { put }))).toEqual(Array(3).fill(['failed', 'BadRequest']))
  })

  it('stops where the budget of requests is spent', async () => {
    const found = await applied({ rules: [scheduled(3)].map(({ id, body }) => ({ id, ...body })) }, steps, {
      rules: [scheduled(3)].map(({ id, body }) => ({ id, ...body })),
      put: async () => failing(budgetSpent),
    })
    expect(found.sent).toHaveLength(1)
    expect(outcomes(found)).toEqual([
      ['failed', budgetSpent],
      ['skipped', undefined],
      ['unchanged', undefined],
    ])
  })

  it('reports each step as it ends', async () => {
    const { client } = clientWith({})
    const seen: string[] = []
    const report = await applyPlan(await planOver(client, steps), client, {
      onStep: ({ step, outcome }) => seen.push(`${step.name} ${outcome}`),
    })
    expect(seen).toEqual(report.results.map(({ step, outcome }) => `${step.name} ${outcome}`))
    expect(seen).toHaveLength(3)
  })

  // Azure compares resource ids without case.
  it.each([
    [resource.toUpperCase(), 'unchanged'],
    [`${resource}2`, 'refused'],
  ])('is for the workspace of the plan: %s', async (id, expected) => {
    const rules = [stored()]
    const plan = await planOver(clientWith({ rules }).client, desired(wanted))
    const { client, sent } = clientWith({ rules })
    const { results } = await applyPlan(plan, { ...client, resource: id })
    expect([results.map(({ outcome }) => outcome), sent]).toEqual([[expected], []])
  })

  it.each(['alertRules', 'tables'] as const)('sends nothing when the %s cannot be read', async what => {
    const { client } = clientWith({})
    const plan = await planOver(client, steps)
    const { sent, client: blind } = clientWith({})
    const list = async () => failing('Unauthorized', 401)
    const { results } = await applyPlan(plan, { ...blind, [what]: { ...blind[what], list } })
    expect(results.map(({ outcome, error }) => [outcome, error?.code])).toEqual(
      Array(3).fill(['refused', 'Unauthorized']),
    )
    expect(sent).toEqual([])
  })

  // What the service says: messages recorded in its documentation and by its users; `To do` is our own advice.
  it.each([
    [
      'The rule was recently deleted. You need to allow some time before re-using the same ID.',
      'give the rule a new id',
    ],
    ['Failed to run the analytics rule query. One of the tables does not exist.', 'connect the data source'],
    [
      "'where' operator: Failed to resolve table or column expression named 'X'",
      'deploy the function, watchlist or table',
    ],
    ['The query is too long.', undefined],
  ])('says what to do about a refusal: %s', async (said, advice) => {
    const put = async () => ({ ok: false, error: { code: 'BadRequest', status: 400, message: said } }) as const
    const { message } = await applied({}, desired(wanted), { put })
    expect(message).toEqual(advice === undefined ? said : expect.stringContaining(advice))
    expect(message?.startsWith(said)).toBe(true)
  })
})
