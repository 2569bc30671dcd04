import { handClock } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import type { ArmResponse } from '../../src/answer/read-response.ts'
import type { ArmClient } from '../../src/arm/arm-client.ts'
import { settle } from '../../src/arm/long-running.ts'

const response = (status: number, headers: Record<string, string>, body?: unknown): ArmResponse => ({
  status,
  body,
  header: name => headers[name],
})

/** Follows an operation whose looks find these responses in turn, the last one for ever. */
async function follow(started: ArmResponse, ...looks: readonly ArmResponse[]) {
  const asked: string[] = []
  const clock = handClock()
  const client: ArmClient = {
    async send({ url }) {
      asked.push(url)
      return { ok: true, value: looks[Math.min(asked.length, looks.length) - 1]! }
    },
  }
  const answer = await settle(client, started, clock)
  return { answer, asked, waits: clock.waits.map(milliseconds => milliseconds / 1000) }
}

const running = (headers: Record<string, string> = {}) => response(200, headers, { status: 'InProgress' })
const operation = { 'azure-asyncoperation': 'https://arm/operation' }

describe('a long-running operation', () => {
  it('is followed where Azure-AsyncOperation points, at the pace that Retry-After asks for', async () => {
    const started = response(202, { ...operation, location: 'https://arm/other', 'retry-after': '10' })
    const { answer, asked, waits } = await follow(
      started,
      running({ 'retry-after': '20' }),
      running(),
      response(200, {}, { status: 'Succeeded' }),
    )
    expect(answer.ok).toBe(true)
    expect(new Set(asked)).toEqual(new Set(['https://arm/operation']))
    expect(waits).toEqual([10, 20, 20])
  })

  it('is followed through Location, if there is nothing else, until the status is not 202', async () => {
    const started = response(202, { location: 'https://arm/result' })
    const { answer, waits } = await follow(started, response(202, {}), response(200, {}))
    expect([answer.ok, waits.length]).toEqual([true, 2])
  })

  it('is over when the answer has no address to look at', async () => {
    expect(await follow(response(200, {}))).toMatchObject({ answer: { ok: true }, asked: [] })
  })

  it('ends with its own error', async () => {
    const body = { status: 'Failed', error: { code: 'Locked', message: 'the table is locked' } }
    const { answer } = await follow(response(202, operation), response(200, {}, body))
    expect(answer).toEqual({ ok: false, error: { code: 'Locked', message: 'the table is locked' } })
  })

  it('is given up after a quarter of an hour', async () => {
    const { answer, asked } = await follow(response(202, { ...operation, 'retry-after': '60' }), running())
    expect(answer).toMatchObject({ ok: false, error: { code: 'LongRunningTimeout' } })
    expect(asked.length).toBeLessThanOrEqual(16)
  })

  it.each([
    ['3600', 3600],
    ['Mon, 02 Mar 2026 12:00:00 GMT', 7200],
  ])('is left alone when the service asks for a longer pause than any: Retry-After %s', async (asks, seconds) => {
    const { answer, waits } = await follow(response(202, { ...operation, 'retry-after': asks }), running())
    expect(answer).toMatchObject({ ok: false, error: { code: 'LongRunningPause', retryAfter: seconds } })
    expect(waits).toEqual([])
  })

  it('is looked at once a second at most, and given up in time, when the service asks for no wait at all', async () => {
    const { answer, waits } = await follow(response(202, { ...operation, 'retry-after': '0' }), running())
    expect(answer).toMatchObject({ ok: false, error: { code: 'LongRunningTimeout' } })
    expect(Math.min(...waits)).toBe(1)
    expect(waits.length).toBeLessThanOrEqual(901)
  })
})
