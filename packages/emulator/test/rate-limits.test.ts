import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { rateLimits } from '../src/http/rate-limits.ts'
import { local } from './local-call.ts'

const path = '/subscriptions/one/resourceGroups/g'

function limited() {
  const clock = handClock()
  const count = rateLimits(() => new Date(clock.now()))
  const ask = (method: string, at = path, authorization = 'Bearer a') => count({ method, path: at, authorization })
  const times = (number: number, method: string) =>
    Array.from({ length: number }, () => ask(method)).filter(({ refused }) => refused).length
  return { clock, ask, times }
}

// Azure Resource Manager: reads 250 and 25 a second, writes and deletes 200 and 10 a second.
test.each([
  ['GET', 250, 25, 'reads'],
  ['PUT', 200, 10, 'writes'],
  ['PATCH', 200, 10, 'writes'],
  ['DELETE', 200, 10, 'deletes'],
])('%s: %i at once, then %i a second', (method, capacity, perSecond, kind) => {
  const { clock, ask, times } = limited()
  expect(ask(method).headers).toEqual({ [`x-ms-ratelimit-remaining-subscription-${kind}`]: String(capacity - 1) })
  expect(times(capacity - 1, method)).toBe(0)
  const { headers, refused } = ask(method)
  expect(headers).toEqual({ [`x-ms-ratelimit-remaining-subscription-${kind}`]: '0' })
  expect(refused).toMatchObject({ status: 429, headers: { 'Retry-After': '1' } })
  clock.pass(1000)
  expect(times(perSecond, method)).toBe(0)
  expect(times(1, method)).toBe(1)
  clock.pass(3_600_000)
  expect(times(capacity, method)).toBe(0)
  expect(times(1, method)).toBe(1)
})

test('each kind, subscription and principal has its own bucket', () => {
  const { ask, times } = limited()
  expect(times(201, 'PUT')).toBe(1)
  expect(ask('DELETE').refused).toBeUndefined()
  expect(ask('PUT', '/subscriptions/two').refused).toBeUndefined()
  expect(ask('PUT', path, 'Bearer b').refused).toBeUndefined()
  expect(ask('PUT', '/Subscriptions/ONE/x').refused).toBeDefined()
})

test('the query service has none of these limits', () => {
  const { ask } = limited()
  expect(ask('POST', '/v1/workspaces/a/query')).toEqual({ headers: {} })
})

test('an emulator has the limits when they are asked for', async () => {
  const { table, pass } = await local({ rateLimits: true })
  const answers = []
  for (let number = 0; number < 251; number++) answers.push(await table('GET', 'SigninLogs'))
  expect(answers.map(({ status }) => status)).toEqual([...Array(250).fill(200), 429])
  expect(answers[9]!.headers['x-ms-ratelimit-remaining-subscription-reads']).toBe('240')
  pass(1)
  expect((await table('GET', 'SigninLogs')).status).toBe(200)
})
