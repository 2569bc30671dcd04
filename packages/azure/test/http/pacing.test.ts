import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  isRestError,
} from '@azure/core-rest-pipeline'
import { handClock } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { limits } from '../../src/http/limits.ts'
import { paced } from '../../src/http/pacing.ts'
import { openRequestBudget } from '../../src/http/request-budget.ts'
import { retrying } from '../../src/http/retrying.ts'

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** A service that writes down when it is asked, in seconds, and answers each request as `answer` says. */
function service(answer: (count: number, seconds: number) => Answer = () => ({})) {
  const clock = handClock()
  const start = clock.now()
  const times: number[] = []
  const transport: HttpClient = {
    async sendRequest(request) {
      times.push((clock.now() - start) / 1000)
      const { status = 200, headers = {} } = answer(times.length, times.at(-1)!)
      return { request, status, headers: createHttpHeaders(headers) }
    },
  }
  const client = paced(transport, clock)
  const ask = (method: HttpMethods = 'PUT', through = client) =>
    through.sendRequest(createPipelineRequest({ url: 'https://arm.example/x', method }))
  return { clock, client, times, ask }
}

const many = (count: number, ask: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, () => ask()))

/** Resource Manager's own bucket. Throws when it would answer 429. */
function bucket(burst: number, perSecond: number, times: readonly number[]): number {
  let [tokens, at, least] = [burst, 0, burst]
  for (const time of times) {
    tokens = Math.min(burst, tokens + (time - at) * perSecond) - 1
    at = time
    least = Math.min(least, tokens)
  }
  return least
}

describe('requests to Resource Manager', () => {
  // Microsoft, "Understand how Azure Resource Manager throttles requests": bucket size and refill rate per second.
  it.each([
    ['GET', 250, 25, 'reads'],
    ['PUT', 200, 10, 'writes'],
    ['PATCH', 200, 10, 'writes'],
    ['DELETE', 200, 10, 'deletes'],
  ] as const)('never empty its bucket: %s, %d and %d a second', async (method, burst, perSecond, name) => {
    const { times, ask } = service()
    await many(1000, () => ask(method))
    expect(bucket(burst, perSecond, times)).toBeGreaterThanOrEqual(burst * 0.2 - 1)
    // Four fifths of what would be possible, and no less.
    const ideal = (1000 - limits[name].burst) / limits[name].perSecond
    expect(times.at(-1)).toBeGreaterThan(ideal - 1)
    expect(times.at(-1)).toBeLessThan(ideal * 1.02)
  })

  it('are counted by what they do', async () => {
    const { times, ask } = service()
    await many(160, () => ask('PUT'))
    await many(160, () => ask('DELETE'))
    await many(200, () => ask('GET'))
    expect(times.at(-1)).toBe(0)
    await ask('PUT')
    expect(times.at(-1)).toBeGreaterThan(0)
  })

  it('are sent in the order of the calls', async () => {
    const { client, times } = service()
    const sent: string[] = []
    const one = async (url: string) => {
      await client.sendRequest(createPipelineRequest({ url, method: 'PUT' }))
      sent.push(url)
    }
    const urls = Array.from({ length: 200 }, (_, index) => `https://arm.example/${index}`)
    await Promise.all(urls.map(one))
    expect(sent).toEqual(urls)
    expect(times).toHaveLength(200)
  })

  it('slow down when the service says that less is left than we think', async () => {
    const remaining = 'x-ms-ratelimit-remaining-subscription-writes'
    const { times, ask } = service(count => ({ headers: count === 1 ? { [remaining]: '3' } : {} }))
    await ask()
    await many(4, ask)
    expect(times.map(time => time > 0)).toEqual([false, false, false, false, true])
  })

  it.each(['-1', 'soon', '1e999'])('do not mind a count that is %s', async left => {
    const { times, ask } = service(() => ({ headers: { 'x-ms-ratelimit-remaining-subscription-writes': left } }))
    await many(100, ask)
    expect(times.at(-1)).toBe(0)
  })
})

describe('after a 429', () => {
  it('the whole class waits as long as the service asks, and only that class', async () => {
    const { times, ask } = service(count => (count === 1 ? { status: 429, headers: { 'Retry-After': '20' } } : {}))
    await ask('PUT')
    await ask('GET')
    expect(times).toEqual([0, 0])
    await many(3, ask)
    expect(times.slice(2)).toEqual([20, 20, 20])
  })

  it('it waits 1, 2, 4 … 32 seconds if the service does not say how long', async () => {
    const { times, ask } = service(count => ({ status: count <= 8 ? 429 : 200 }))
    for (let count = 0; count < 10; count++) await ask()
    expect(times).toEqual([0, 1, 3, 7, 15, 31, 63, 95, 127, 127])
  })

  it('refusals of requests that were under way together count once', async () => {
    const { times, ask } = service((_, seconds) => ({ status: seconds < 1 ? 429 : 200 }))
    await many(20, ask)
    await ask()
    expect(times.at(-1)).toBe(1)
  })

  it('nothing is sent while the service asks for more than a minute', async () => {
    const { times, ask, clock } = service(count =>
      count === 1 ? { status: 429, headers: { 'Retry-After': '3600' } } : {},
    )
    await ask()
    const error = await ask().catch(thrown => thrown)
    expect(isRestError(error) && [error.code, error.message]).toEqual([
      'TooManyRequests',
      'not sent (the service asks to wait 3600 seconds; no wait is longer than 60)',
    ])
    expect(times).toHaveLength(1)
    clock.pass(3_600_000)
    await ask()
    expect(times).toHaveLength(2)
  })

  // 500 creations in a storm: after every hundredth write the service refuses for ten seconds.
  it('no more time is lost than the service asks for', async () => {
    let storms = 0
    let until = 0
    const { times, ask, client, clock } = service((count, seconds) => {
      if (seconds < until) return { status: 429, headers: { 'Retry-After': String(Math.ceil(until - seconds)) } }
      if (count % 100 > 0) return {}
      storms += 1
      until = seconds + 10
      return { status: 429, headers: { 'Retry-After': '10' } }
    })
    const endless = { time: Number.POSITIVE_INFINITY, requests: 10_000, bytes: 0 }
    const through = retrying(client, openRequestBudget(clock, endless), clock)
    for (let count = 0; count < 500; count++) expect((await ask('PUT', through)).status).toBe(200)
    const ideal = (500 - limits.writes.burst) / limits.writes.perSecond + storms * 10
    expect(storms).toBeGreaterThan(3)
    expect(times.at(-1)).toBeLessThan(ideal * 1.2)
  })
})
