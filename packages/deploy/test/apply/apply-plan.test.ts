import { budgetSpent, type Resource } from '@tripline/azure'
import { describe, expect, it } from 'vitest'
import { applyPlan, type DesiredResource } from '../../src/index.ts'
import { accepted, clientWith, resource } from '../client-with.ts'
import { nearRealTime, scheduled } from '../desired-resources.ts'
import {
  applied,
  low,
  medium,
  outcomes,
  planOver,
  refusal,
  retention,
  signins,
  stored,
  wanted,
  withoutEtag,
} from './apply-scene.ts'

describe('a rule that has moved since the plan was made', () => {
  it.each<readonly [string, readonly Resource[]]>([
    ['was changed', [stored({ properties: low })]],
    ['is of another kind', [stored({ kind: 'NRT' })]],
    ['was deleted', []],
  ])('is left alone: it %s', async (_, now) => {
    const { outcome, code, sent } = await applied({ alertRules: [stored()] }, [medium], { alertRules: now })
    expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
  })

  it('is left alone: it was created', async () => {
    const now = { alertRules: [stored({ properties: low })] }
    const { outcome, code, sent } = await applied({}, [wanted], now)
    expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
  })

  it('does not keep the other steps from being carried out', async () => {
    const two = scheduled(2)
    const now = { alertRules: [stored({ properties: low })] }
    const { results, sent } = await applied({ alertRules: [stored()] }, [medium, two], now)
    expect(outcomes({ results })).toEqual([
      ['refused', 'Moved'],
      ['applied', undefined],
    ])
    expect(sent.map(({ id }) => id)).toEqual([two.id])
  })

  // The content decides: etags move with every write of the service's own.
  it.each<readonly [string, Resource]>([
    ['was written again as it was', stored({ etag: '"2"' })],
    ['has lost its etag', withoutEtag],
    [
      'was touched by the service',
      stored({ properties: { ...wanted.body.properties, lastModifiedUtc: '2026-03-02' } }),
    ],
    [
      'has a property that the service has come to add',
      stored({ properties: { ...wanted.body.properties, isNew: true } }),
    ],
  ])('has not moved if it %s', async (_, now) => {
    const { outcome, sent } = await applied({ alertRules: [stored()] }, [medium], { alertRules: [now] })
    const etag = now.etag === undefined ? {} : { etag: now.etag }
    expect([outcome, sent]).toEqual([
      'applied',
      [{ id: wanted.id, body: { ...medium.body, ...etag }, version: medium.apiVersion }],
    ])
  })

  it('is not looked at if the plan leaves it alone', async () => {
    const { outcome, sent } = await applied({ alertRules: [stored()] }, [wanted], {
      alertRules: [stored({ properties: low })],
    })
    expect([outcome, sent]).toEqual(['unchanged', []])
  })
})

describe('a step that is already in effect', () => {
  it.each<readonly [string, readonly Resource[], DesiredResource, readonly Resource[]]>([
    ['a create', [], wanted, [stored()]],
    ['an update', [stored({ properties: low })], wanted, [stored({ etag: '"7"' })]],
  ])('sends nothing but its metadata, whoever did it: %s', async (_, before, want, now) => {
    const { outcome, code, sent } = await applied({ alertRules: before }, [want], { alertRules: now })
    expect([outcome, code, sent]).toEqual(['applied', undefined, []])
  })

  it('of a table sends nothing', async () => {
    const now = { tables: [signins({ totalRetentionInDays: 90 })] }
    const { outcome, sent } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), now)
    expect([outcome, sent]).toEqual(['unchanged', []])
  })

  it('lets a plan be applied again until all of it is done', async () => {
    const state = [scheduled(1), scheduled(2), scheduled(3)]
    let broken = true
    const { client, sent } = clientWith({
      put: async (id, store) => {
        if (broken && id === scheduled(2).id) return refusal(500)
        store()
        return accepted
      },
    })
    const plan = await planOver(client, state)
    expect(outcomes(await applyPlan(plan, client)).map(([outcome]) => outcome)).toEqual([
      'applied',
      'failed',
      'applied',
    ])
    broken = false
    expect(outcomes(await applyPlan(plan, client)).map(([outcome]) => outcome)).toEqual([
      'unchanged',
      'applied',
      'unchanged',
    ])
    expect(sent.map(({ id }) => Number(id.slice(-2)))).toEqual([1, 2, 3, 2])
  })
})

describe('an update', () => {
  it.each([
    ['"1"', { etag: '"1"' }],
    [undefined, {}],
  ])('is bound to the etag of the rule: %s', async (etag, condition) => {
    const rule = { ...wanted.body, id: wanted.id, ...(etag && { etag }) }
    const { sent } = await applied({ alertRules: [rule] }, [medium])
    expect(sent).toEqual([{ id: wanted.id, body: { ...medium.body, ...condition }, version: medium.apiVersion }])
  })

  it('is not bound when the rule is new', async () => {
    const { sent } = await applied({}, [wanted])
    expect(sent).toEqual([{ id: wanted.id, body: wanted.body, version: wanted.apiVersion }])
  })

  it('is repeated once, with the new etag, when only the etag has moved', async () => {
    let now = '"1"'
    let isOver = false
    const service = (refusals: number): Parameters<typeof clientWith>[0] => ({
      alertRules: [stored()],
      get: async () => ({ ok: true, value: isOver ? { ...stored(), ...medium.body } : stored({ etag: now }) }),
      async put() {
        now = '"2"'
        if (refusals-- > 0) return refusal(409, 'Conflict', 'etag')
        isOver = true
        return accepted
      },
    })
    const { outcome, sent } = await applied({ alertRules: [stored()] }, [medium], service(1))
    expect([outcome, sent]).toMatchObject(['applied', [{ body: { etag: '"1"' } }, { body: { etag: '"2"' } }]])

    isOver = false
    const again = await applied({ alertRules: [stored()] }, [medium], service(9))
    expect([again.outcome, again.code, again.sent.length]).toEqual(['failed', 'Conflict', 2])
  })

  // Only a conflict of etags (409; 412 where the etag is a header) says that somebody else has written.
  it.each([
    [409, 'Moved'],
    [412, 'Moved'],
    [500, 'Refused'],
  ])('of a rule that has changed meanwhile, answered with %i', async (status, expected) => {
    let value = stored()
    const { code, sent } = await applied({ alertRules: [stored()] }, [medium], {
      alertRules: [stored()],
      get: async () => ({ ok: true, value }),
      async put() {
        value = stored({ properties: low })
        return refusal(status)
      },
    })
    expect([code, sent.length]).toEqual([expected, 1])
  })

  it('names every field that was not stored', async () => {
    const put = async () => accepted
    const { outcome, code, message, client } = await applied(
      { alertRules: [stored()] },
      [scheduled(1, { severity: 'Low', tactics: ['Impact'] })],
      { alertRules: [stored()], put },
    )
    expect([outcome, code]).toEqual(['failed', 'NotStored'])
    expect(message).toContain('severity, tactics')
    // An old answer is not taken at its word at once.
    expect(client.time.now() - Date.parse('2026-03-02T10:00:00Z')).toBeGreaterThanOrEqual(30_000)
  })

  it('fails when the rule cannot be read back', async () => {
    let isWritten = false
    const { outcome, code } = await applied({}, [wanted], {
      get: async () => (isWritten ? refusal(500, 'Gone') : refusal(404, 'NotFound')),
      async put() {
        isWritten = true
        return accepted
      },
    })
    expect([outcome, code]).toEqual(['failed', 'Gone'])
  })
})

// A write is repeated when its answer is lost, so the last answer may be that to a repetition.
describe('a write that was stored although it was answered with an error', () => {
  it.each([
    ['its etag had moved by itself', refusal(409, 'Conflict')],
    ['it had been installed by itself', refusal(400, 'BadRequest')],
    ['the connection was lost', { ok: false, error: { code: 'ECONNRESET', message: 'lost' } } as const],
    ['the service failed afterwards', refusal(503, 'Http503')],
  ])('is applied: %s', async (_, answer) => {
    const put = async (_id: string, store: () => void) => {
      store()
      return answer
    }
    for (const alertRules of [[], [stored({ properties: low })]]) {
      const { outcome, sent } = await applied({ alertRules }, [wanted], { alertRules, put })
      expect([outcome, sent.length]).toEqual(['applied', 1])
    }
  })

  it('is applied when the rule is not found for some seconds', async () => {
    let looks = 0
    const { outcome } = await applied({}, [wanted], {
      get: async () => (looks++ < 5 ? refusal(404, 'NotFound') : { ok: true, value: stored() }),
    })
    expect(outcome).toBe('applied')
  })
})

describe('a conflict', () => {
  it('of kinds names no fields: those of two kinds are not comparable', async () => {
    const { client } = clientWith({ alertRules: [stored({ properties: low })] })
    expect((await planOver(client, [nearRealTime(1)])).steps).toMatchObject([{ action: 'conflict', changes: [] }])
  })

  it('of names still says what would change', async () => {
    const { client } = clientWith({ alertRules: [{ ...stored(), id: 'other' }] })
    expect((await planOver(client, [wanted])).steps).toMatchObject([
      { action: 'conflict', changes: expect.arrayContaining([{ path: 'severity', from: null, to: 'High' }]) },
    ])
  })

  it('is an installed rule of machine learning that would change, not one that stays', async () => {
    const learned = (enabled: boolean) => ({
      ...wanted,
      body: { kind: 'MLBehaviorAnalytics' as const, properties: { enabled, alertRuleTemplateName: 't' } },
    })
    const installed = { id: wanted.id, ...learned(true).body }
    const actions = async (enabled: boolean, alertRules: readonly Resource[]) =>
      (await planOver(clientWith({ alertRules }).client, [learned(enabled)])).steps.map(({ action }) => action)
    expect(await actions(true, [installed])).toEqual(['none'])
    expect(await actions(false, [installed])).toEqual(['conflict'])
    expect(await actions(true, [])).toEqual(['create'])
  })

  it('is left where it is, and the other steps are carried out', async () => {
    const { results } = await applied({ alertRules: [stored()] }, [nearRealTime(1), scheduled(2)])
    expect(outcomes({ results })).toEqual([
      ['applied', undefined],
      ['refused', 'Conflict'],
    ])
  })
})

describe('applying', () => {
  const steps = [scheduled(1), scheduled(2), scheduled(3)]

  it('goes on after a step that fails', async () => {
    const put = async () => refusal(400, 'BadRequest')
    expect(outcomes(await applied({}, steps, { put }))).toEqual(Array(3).fill(['failed', 'BadRequest']))
  })

  it('stops where the budget of requests is spent', async () => {
    const third = [scheduled(3)].map(({ id, body }) => ({ id, ...body }))
    const put = async () => refusal(500, budgetSpent)
    const found = await applied({ alertRules: third }, steps, { alertRules: third, put })
    expect(found.sent).toHaveLength(1)
    expect(outcomes(found)).toEqual([
      ['failed', budgetSpent],
      ['skipped', undefined],
      ['unchanged', undefined],
    ])
  })

  it.each([
    [3, { concurrency: 3 }],
    [8, {}],
  ])('is carried out %i steps at a time', async (most, options) => {
    let [now, highest] = [0, 0]
    const { client } = clientWith({
      async put(_, store) {
        now += 1
        highest = Math.max(highest, now)
        await new Promise(setImmediate)
        now -= 1
        store()
        return accepted
      },
    })
    const state = Array.from({ length: 20 }, (_, index) => scheduled(index + 1))
    const report = await applyPlan(await planOver(client, state), client, options)
    expect(outcomes(report)).toEqual(state.map(() => ['applied', undefined]))
    expect(highest).toBe(most)
  })

  it('reports each step as it ends', async () => {
    const { client } = clientWith()
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
    const alertRules = [stored()]
    const plan = await planOver(clientWith({ alertRules }).client, [wanted])
    const { client, sent } = clientWith({ alertRules })
    const { results } = await applyPlan(plan, { ...client, resource: id })
    expect([results.map(({ outcome }) => outcome), sent]).toEqual([[expected], []])
  })

  it('sends nothing for a resource that cannot be read', async () => {
    const plan = await planOver(clientWith().client, steps)
    const { sent, client } = clientWith({ get: async () => refusal(401, 'Unauthorized') })
    expect(outcomes(await applyPlan(plan, client))).toEqual(Array(3).fill(['failed', 'Unauthorized']))
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
    const { message } = await applied({}, [wanted], { put: async () => refusal(400, 'BadRequest', said) })
    expect(message).toEqual(advice === undefined ? said : expect.stringContaining(advice))
    expect(message?.startsWith(said)).toBe(true)
  })
})
