import { describe, expect, it } from 'vitest'
import type { DesiredResource } from '../../src/index.ts'
import { accepted } from '../client-with.ts'
import { tableWith } from '../desired-resources.ts'
import { applied, refusal, retention, signins } from './apply-scene.ts'

/** A custom table with a column of that type. */
const door = (type: string): DesiredResource =>
  tableWith('Door_CL', { schema: { name: 'Door_CL', columns: [{ name: 'Badge', type }] } })

const stored = ({ id, body }: DesiredResource) => ({ id, properties: { ...body.properties, plan: 'Analytics' } })

describe('a table', () => {
  const all = { plan: 'Basic', totalRetentionInDays: 365 }

  it('that the service stores as it should be is applied', async () => {
    const { outcome, sent } = await applied({ tables: [signins()] }, retention(all))
    expect([outcome, sent]).toEqual(['applied', [{ id: 'SigninLogs', body: { properties: all } }]])
  })

  // What the table does not say after the change was not done.
  it.each([
    ['plan', { plan: 'Basic', totalRetentionInDays: 365 }, { totalRetentionInDays: 365 }],
    ['retentionInDays', { retentionInDays: 90 }, { retentionInDays: 89 }],
    ['totalRetentionInDays', { totalRetentionInDays: 365 }, { totalRetentionInDays: 366 }],
    ['retentionInDays, totalRetentionInDays', { retentionInDays: 90, totalRetentionInDays: 365 }, {}],
  ])('that the service does not store as it should be has failed: %s', async (fields, settings, kept) => {
    let now = signins()
    const { outcome, code, message } = await applied({ tables: [signins()] }, retention(settings), {
      get: async () => ({ ok: true, value: now }),
      async patch() {
        now = signins(kept)
        return accepted
      },
    })
    expect([outcome, code, message?.endsWith(`: ${fields}`)]).toEqual(['failed', 'NotStored', true])
  })

  it('that the service refuses has failed', async () => {
    const { outcome, code } = await applied({ tables: [signins()] }, retention(all), {
      tables: [signins()],
      patch: async () => refusal(400, 'BadRequest'),
    })
    expect([outcome, code]).toEqual(['failed', 'BadRequest'])
  })

  it.each([
    ['plan', { plan: 'Basic' }],
    ['interactive retention', { retentionInDays: 31 }],
    ['total retention', { totalRetentionInDays: 31 }],
  ])('whose %s has moved since the plan was made is left alone', async (_, change) => {
    const now = { tables: [signins(change)] }
    const { outcome, code, sent } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), now)
    expect([outcome, code, sent]).toEqual(['refused', 'Moved', []])
  })

  it('that is gone since the plan was made is left alone', async () => {
    const { code } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), {})
    expect(code).toBe('Moved')
  })

  it.each([
    ['ends as the plan wants it', { totalRetentionInDays: 90 }, 'unchanged', 0],
    ['ends as it began', {}, 'applied', 1],
    ['ends otherwise', { totalRetentionInDays: 60 }, 'refused', 0],
  ])('is waited for while an operation changes it, and %s', async (_, end, expected, writes) => {
    let looks = 0
    let now = signins(end)
    const { outcome, sent } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), {
      get: async () => ({ ok: true, value: ++looks < 4 ? signins({ provisioningState: 'Updating' }) : now }),
      async patch(_, { properties }) {
        now = signins(properties)
        return accepted
      },
    })
    expect([outcome, sent.length]).toEqual([expected, writes])
  })

  it.each([
    ['to the end that the plan wants', 'long', 'applied'],
    ['to another end', 'string', 'refused'],
  ])(
    'that an operation is creating clashes before it can be seen, and is waited for, %s',
    async (_, type, expected) => {
      let looks = 0
      const { outcome, sent } = await applied({}, [door('long')], {
        get: async () => (++looks < 20 ? refusal(404) : { ok: true, value: stored(door(type)) }),
        put: async () => refusal(409, 'Conflict'),
      })
      expect([outcome, sent.length, looks]).toEqual([expected, 1, 20])
    },
  )

  it('that clashes without ever being seen has failed', async () => {
    const { outcome, code, sent } = await applied({}, [door('long')], {
      get: async () => refusal(404),
      put: async () => refusal(409, 'Conflict'),
    })
    expect([outcome, code, sent.length]).toEqual(['failed', 'Conflict', 2])
  })

  it('that someone has locked is not waited for', async () => {
    const { outcome, code, client } = await applied({}, [door('long')], {
      get: async () => refusal(404),
      put: async () => refusal(409, 'ScopeLocked'),
    })
    expect([outcome, code, client.time.now()]).toEqual(['failed', 'ScopeLocked', Date.parse('2026-03-02T10:00:00Z')])
  })

  it('is not waited for longer than a quarter of an hour', async () => {
    const { code, message, client } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), {
      tables: [signins({ provisioningState: 'Updating' })],
    })
    expect([code, message]).toEqual(['OperationTimeout', 'another operation on it did not end within 15 minutes'])
    expect((client.time.now() - Date.parse('2026-03-02T10:00:00Z')) / 60_000).toBeCloseTo(15, 0)
  })

  it('that runs on after its operation cannot be looked at is waited for', async () => {
    let looks = 0
    let now = signins()
    const { outcome } = await applied({ tables: [signins()] }, retention({ totalRetentionInDays: 90 }), {
      async get() {
        looks += 1
        // The first look sees the operation, the second fails.
        if (looks === 2) return { ok: true, value: signins({ provisioningState: 'Updating' }) }
        return looks === 3 ? refusal(503, 'Http503') : { ok: true, value: now }
      },
      async patch(_, { properties }) {
        now = signins(properties)
        return refusal(503, 'Http503')
      },
    })
    expect([outcome, looks]).toEqual(['applied', 4])
  })
})
