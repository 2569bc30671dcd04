import { type ArmError, connect, localAddress, localCredential } from '@tripline/azure'
import { startEmulator } from '@tripline/emulator'
import { openEngine } from '@tripline/kql/engine'
import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { everyType, handClock } from '@tripline/testkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import { datatable } from '../src/given/literal.ts'
import { kustoEngine, logAnalyticsPace, overOwnData, paced, type RemoteEngine, workspaceEngine } from '../src/index.ts'
import { engineOver, frames, json, oneApi, type Respond } from './cluster.ts'

const timeout = 10_000
const instant = (text: string) => parseDatetimeIso(text)!
const catalogue = loadCatalogue()

// Expected: what was written, which is what an engine of this package's own kind also answers.
test('rows of every type come back cell for cell, through either adapter', async () => {
  const given = everyType(600)
  const kql = datatable(given)
  await using embedded = await openEngine(catalogue, { tables: [] })
  const here = await embedded.run({ kql })
  expect(here.ok && here.rows.columns).toEqual(given.columns)
  expect(here.ok && here.rows.rows).toEqual(given.rows)

  const clock = handClock()
  const { value: emulator } = await startEmulator({ catalogue, clock: () => new Date(clock.now()) })
  onTestFinished(() => emulator!.close())
  const { url, ca } = emulator!
  const kusto = kustoEngine({ cluster: url, database: 'local', ca }, undefined, clock)
  onTestFinished(() => kusto.close())
  expect(await kusto.run({ kql, timeout })).toEqual({ ok: true, rows: given })
  const { queries } = connect(localAddress(emulator!), localCredential, clock)
  expect(await workspaceEngine('local', queries).run({ kql, timeout })).toEqual({ ok: true, rows: given })
})

test('a decimal may have more digits than the local database holds', async () => {
  const digits = '10000000200000003000000045.5'
  const { engine } = await engineOver(response => json(response, frames([['x', 'decimal']], [[digits]])))
  expect(await engine.run({ kql: 'T', timeout })).toMatchObject({ ok: true, rows: { rows: [[digits]] } })
})

test('the time of the query is sent to either', async () => {
  const { engine, requests } = await engineOver(response => json(response, frames([['x', 'long']], [[1]])))
  await engine.run({ kql: 'print x = 1', now: 639_000_000_000_000_000n, timeout })
  expect(requests[0]).toMatchObject({
    db: 'Logs',
    csl: 'print x = 1',
    properties: { Options: { query_now: '2025-11-29T08:00:00.0000000Z', servertimeout: '00:00:10.000' } },
  })
  const asked: string[] = []
  const queries = {
    run: async ({ kql }: { readonly kql: string }) => {
      asked.push(kql)
      return { ok: true as const, value: { columns: [], rows: [] } }
    },
  }
  await workspaceEngine('prod', queries).run({ kql: 'print now()', now: 639_000_000_000_000_000n, timeout })
  expect(asked).toEqual(['set query_now = datetime(2025-11-29T08:00:00.0000000Z);\nprint now()'])
})

const partial = (message: string) => ({ OneApiErrors: [oneApi(message, 'LimitsExceeded')], HasErrors: true })
const tooMany = 'Query result set has exceeded the internal record count limit 500000 (E_QUERY_RESULT_SET_TOO_LARGE)'

/** What can go wrong with a cluster, and what is said of it. */
const faults: Readonly<Record<string, readonly [Respond, string, RegExp]>> = {
  'a query that it rejects': [
    response => json(response, oneApi('Semantic error: SEM0100: no such column'), 400),
    'refused',
    /SEM0100/,
  ],
  'too many requests, for ever': [
    response => json(response, '{}', 429, { 'Retry-After': '3' }),
    'throttled',
    /requests/,
  ],
  'too many requests, for an hour': [
    response => json(response, '{}', 429, { 'Retry-After': '3600' }),
    'throttled',
    /requests/,
  ],
  'no permission': [response => json(response, oneApi('Principal is not authorized'), 403), 'denied', /no permission/],
  'no sign-in': [response => json(response, '', 401), 'denied', /sign-in/],
  'a database that does not exist': [
    response => json(response, oneApi("'x' of kind 'Database' was not found", 'BadRequest_EntityNotFound'), 400),
    'missing',
    /not found/,
  ],
  'a cluster that does not exist': [response => json(response, 'not found', 404), 'missing', /no such cluster/],
  'too many rows, told at the end': [
    response => json(response, frames([['x', 'long']], [[1]], partial(tooMany))),
    'limit',
    /record count limit/,
  ],
  'too many rows, told among the rows': [
    response => json(response, frames([['x', 'long']], [[1], { OneApiErrors: [oneApi(tooMany)] }])),
    'limit',
    /record count limit/,
  ],
  'an end that only says that it failed': [
    response => json(response, frames([['x', 'long']], [[1]], { HasErrors: true })),
    'refused',
    /the query failed/,
  ],
  'a status that says that it failed': [
    response =>
      json(response, [
        ...frames([['x', 'long']], [[1]]),
        {
          FrameType: 'DataTable',
          TableKind: 'QueryCompletionInformation',
          Columns: [{ ColumnName: 'Level' }, { ColumnName: 'Payload' }],
          Rows: [[2, 'it ran out of memory']],
        },
      ]),
    'refused',
    /out of memory/,
  ],
  'a connection that is dropped': [response => response.destroy(), 'unreachable', /./],
  'half an answer': [
    response => json(response, JSON.stringify(frames([['x', 'long']], [[1]])).slice(0, 200)),
    'unreachable',
    /cannot be read/,
  ],
  'an answer without its end': [
    response => json(response, frames([['x', 'long']], [[1]]).slice(0, 2)),
    'unreachable',
    /cannot be read/,
  ],
  'a row of another width': [response => json(response, frames([['x', 'long']], [[1, 2]])), 'unreachable', /cannot be/],
  'a type that is unknown': [
    response => json(response, frames([['x', 'lng']], [[1]])),
    'unreachable',
    /cannot be read/,
  ],
  'a cell of another type': [response => json(response, frames([['x', 'long']], [['a']])), 'unreachable', /cannot be/],
  'an answer in other words': [response => json(response, '<html>'), 'unreachable', /cannot be read/],
  'a server error': [response => json(response, 'oops', 500), 'unreachable', /HTTP 500/],
  'a redirect': [response => json(response, '', 302, { Location: 'http://127.0.0.1:1/' }), 'unreachable', /302/],
}

describe('a cluster with', () => {
  test.each(Object.entries(faults))('%s', async (_, [respond, fault, message]) => {
    const { engine, requests } = await engineOver(respond)
    const answer = await engine.run({ kql: 'print 1', timeout })
    expect(answer).toMatchObject({ ok: false, fault, message: expect.stringMatching(message) })
    expect(requests.length).toBeLessThanOrEqual(5)
  })

  test('too many requests at first is asked again after the pause that it names', async () => {
    const { engine, clock, requests } = await engineOver((response, _, count) =>
      count < 3 ? json(response, '{}', 429, { 'Retry-After': '7' }) : json(response, frames([['x', 'long']], [[1]])),
    )
    const start = clock.now()
    expect(await engine.run({ kql: 'print x = 1', timeout })).toMatchObject({ ok: true })
    expect([requests.length, clock.now() - start]).toEqual([3, 14_000])
  })
})

const failing = (error: Omit<ArmError, 'message'>) =>
  workspaceEngine('prod', { run: async () => ({ ok: false as const, error: { message: 'said', ...error } }) })

/** What the service answers, as `queries` of the Azure client reports it, and what is said of it. */
describe('a workspace with', () => {
  test.each<readonly [string, Omit<ArmError, 'message'>, string]>([
    ['a query that it rejects', { status: 400, code: 'BadArgumentError' }, 'refused'],
    ['too many requests', { status: 429, code: 'ThrottledError' }, 'throttled'],
    ['a dropped connection', { code: 'ECONNRESET' }, 'unreachable'],
    ['some of the rows', { status: 200, code: 'PartialError' }, 'limit'],
    ['too many rows', { status: 400, code: 'ResponsePayloadTooLarge' }, 'limit'],
    ['no such workspace', { status: 404, code: 'WorkspaceNotFoundError' }, 'missing'],
    ['no permission', { status: 403, code: 'InsufficientAccessError' }, 'denied'],
    ['no sign-in', { status: 401, code: 'AuthorizationRequired' }, 'denied'],
    ['a server error', { status: 503, code: 'ServiceUnavailable' }, 'unreachable'],
  ])('%s', async (_, error, fault) => {
    const answer = await failing(error).run({ kql: 'T', timeout })
    expect(answer).toEqual({ ok: false, fault, message: `${error.code}: said` })
  })

  test('cells that are not of their types', async () => {
    const value = { columns: [{ name: 'x', type: 'long' }], rows: [['a']] }
    const engine = workspaceEngine('prod', { run: async () => ({ ok: true as const, value }) })
    expect(await engine.run({ kql: 'T', timeout })).toMatchObject({ ok: false, fault: 'unreachable' })
  })
})

test('a window limits the rows that an engine elsewhere sees, up to its last instant', async () => {
  const window = {
    by: 'TimeGenerated',
    from: instant('2026-03-02T09:00:00Z'),
    to: instant('2026-03-02T10:00:00Z'),
  } as const
  const { engine, requests } = await engineOver(response => json(response, frames([['x', 'long']], [[1]])))
  const request = { kql: 'T', window: { ...window, visibleAt: window.to }, timeout }
  expect(await overOwnData(engine).run(request)).toMatchObject({ ok: true, rows: { rows: [[1n]] } })
  expect(requests[0]!.properties.Options).toMatchObject({
    query_datetimescope_column: 'TimeGenerated',
    query_datetimescope_from: '2026-03-02T09:00:00.0000000Z',
    query_datetimescope_to: '2026-03-02T09:59:59.9999999Z',
  })
  const spans: unknown[] = []
  const queries = {
    run: async ({ timespan }: { readonly timespan?: string }) => {
      spans.push(timespan)
      return { ok: true as const, value: { columns: [], rows: [] } }
    },
  }
  await overOwnData(workspaceEngine('prod', queries)).run(request)
  expect(spans).toEqual(['2026-03-02T09:00:00.0000000Z/2026-03-02T09:59:59.9999999Z'])
  const byArrival = await overOwnData(engine).run({ ...request, window: { ...request.window, by: 'ingestion' } })
  expect(byArrival).toMatchObject({ ok: false, diagnostics: [{ code: 'engine-refused' }] })
  expect(requests).toHaveLength(1)
})

// Log Analytics: five at once, 200 in 30 seconds.
test('no more queries are sent than a service allows', async () => {
  const clock = handClock()
  const starts: number[] = []
  let [running, most] = [0, 0]
  const slow: RemoteEngine = {
    name: 'slow',
    async run() {
      starts.push(clock.now())
      running += 1
      most = Math.max(most, running)
      await new Promise(resolve => setImmediate(resolve))
      running -= 1
      return { ok: false, fault: 'unreachable', message: '' }
    },
    close() {},
  }
  const engine = paced(slow, logAnalyticsPace, clock)
  await Promise.all(Array.from({ length: 450 }, () => engine.run({ kql: 'T', timeout })))
  expect(most).toBe(5)
  const first = starts[0]!
  expect(starts.map(start => start - first)).toEqual(starts.map((_, index) => 30_000 * Math.floor(index / 200)))
})
