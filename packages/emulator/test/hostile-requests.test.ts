import { request } from 'node:https'
import { expect, test } from 'vitest'
import { seededChance } from '../src/http/faults.ts'
import { everyRoute } from './every-route.ts'
import { accountBody, local, scheduledBody, send, workspace } from './local-call.ts'

/** What may stand where something else is expected. */
const strangers: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  '\u0000\ud800',
  [],
  [null],
  {},
  { ['__proto__']: { a: 1 } },
  { constructor: 'x', toString: 1 },
]

type Path = readonly (string | number)[]

/** The paths of everything in a body. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, one]) => pathsIn(one, [...path, name]))]
}

/** The body with another value at the path. */
function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === name ? replaced(one, rest, by) : one))
  return { ...(value as object), [name]: replaced((value as Record<string, unknown>)[name], rest, by) }
}

test('no body, whatever stands anywhere in it, makes the emulator fail', { timeout: 240_000 }, async () => {
  const exchanges = await everyRoute()
  const chance = seededChance({}, 1)
  const { emulator, pass } = await local()
  const statuses = new Map<number, number>()
  for (const { method, url, request } of exchanges) {
    const body: unknown = request === '' ? undefined : JSON.parse(request)
    for (const path of body === undefined ? [] : pathsIn(body)) {
      const hostile = replaced(body, path, strangers[chance.pick(strangers.length)])
      const { status } = await send(emulator, method, url, hostile)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      expect(status, `${method} ${url} ${JSON.stringify(hostile)}`).toBeLessThan(500)
    }
    pass(24)
    // What was accepted can be read and changed.
    expect((await send(emulator, method, url, body)).status, `${method} ${url}`).toBeLessThan(500)
  }
  expect(statuses.get(400)).toBeGreaterThan(200)
  expect(statuses.get(200)).toBeGreaterThan(20)
})

test.each([
  ['[', ']', 65],
  ['[', ']', 200_000],
  ['{"criteria":[', ']}', 33],
  ['{"criteria":[', ']}', 20_000],
])('a body of %j … %j, %i times, is refused', async (open, close, times) => {
  const { emulator } = await local()
  const path = `${workspace}/providers/Microsoft.SecurityInsights/metadata/m?api-version=2025-09-01`
  const nested = open.repeat(times) + close.repeat(times)
  const body = `{"properties":{"parentId":"/a","kind":"b","dependencies":${nested}}}`
  expect((await send(emulator, 'PUT', path, body)).status).toBe(400)
})

test.each([
  ['x', 'print 1'],
  ['(', 'print 1'],
  ['a:long = ', 'print a'],
  ['a:nonsense', 'print a'],
  ['a:long) { print 1 } (', 'print 1'],
  ['T:(*)', 'T'],
  ['', '|'],
  ['', "print '"],
  ['', 'F()'],
  ['', '}'],
])('a function (%s) { %s } is stored and fails no other query', async (functionParameters, body) => {
  const { savedSearch, rule, query } = await local()
  const saved = { category: 'c', displayName: 'd', query: body, functionAlias: 'F', functionParameters }
  expect((await savedSearch('PUT', 'f', { properties: saved })).status).toBe(200)
  expect((await rule('PUT', 'r', scheduledBody())).status).toBe(201)
  expect((await query('print 1')).status).toBe(200)
  expect((await query('F()')).status).toBeLessThan(500)
})

test.each([
  '/tables?api-version=2025-02-01&$skipToken=x',
  '/providers/Microsoft.SecurityInsights/alertRules?api-version=2025-09-01&$skipToken=x',
  '/providers/Microsoft.SecurityInsights/alertRules?api-version=2025-09-01&$skipToken=-1',
  '/providers/Microsoft.SecurityInsights/alertRules?api-version=2025-09-01&$skipToken=1e99',
  '/providers/Microsoft.SecurityInsights/metadata?api-version=2025-09-01&$filter=%00',
  '/providers/Microsoft.SecurityInsights/metadata?api-version=2025-09-01&$top=-1',
  '/providers/Microsoft.SecurityInsights/alertRules/__proto__?api-version=2025-09-01',
  '/providers/Microsoft.SecurityInsights/alertRules/constructor?api-version=2025-09-01',
  '/tables/toString?api-version=2025-02-01',
  '/tables/a?api-version=2025-02-01&api-version=2099-01-01',
  '/tables/%?api-version=2025-02-01',
  `/tables/${'x'.repeat(8000)}?api-version=2025-02-01`,
])('the path %s is answered, without a link to follow for ever', async path => {
  const { emulator } = await local()
  const { status, body } = await send(emulator, 'GET', workspace + path)
  expect(status).toBeLessThan(500)
  if (body) expect(body).not.toHaveProperty('nextLink')
})

test.each(['*', '//', '//evil.example/a', '/\\evil', '/a b', 'http://evil.example/'])(
  'the request target %j is answered',
  async path => {
    const { emulator } = await local()
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(emulator.url)
      const headers = { Authorization: 'Bearer any' }
      const sent = request({ hostname, port, path: path.replace(' ', '%20'), ca: emulator.ca, headers }, answer => {
        answer.resume()
        resolve(answer.statusCode)
      })
      sent.on('error', reject)
      sent.end()
    })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  },
)

test.each([
  ['GET', '?restype=container&comp=list&maxresults=0'],
  ['GET', '?restype=container&comp=list&maxresults=x'],
  ['GET', '?restype=container&comp=list&maxresults=-5'],
  ['GET', '/a?comp=unknown'],
  ['PUT', '/a?comp=blocklist'],
  ['PUT', '/a?comp=block'],
  ['PUT', '/a?comp=block&blockid=__proto__'],
  ['PUT', '/%E0%A4%A'],
  ['PUT', '/a'],
])('the blob endpoint answers %s %s', async (method, path) => {
  const { emulator, storage } = await local()
  await storage('PUT', 'archive', '', accountBody())
  await storage('PUT', 'archive', '/blobServices/default/containers/vault', {})
  const { status } = await send(emulator, method, `/archive/vault${path}`, 'x')
  expect(status === 501 || status < 500).toBe(true)
})
