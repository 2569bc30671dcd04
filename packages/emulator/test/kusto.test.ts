import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { named } from '@tripline/files'
import { Client, ClientRequestProperties, CloudSettings } from 'azure-kusto-data'
import { describe, expect, test } from 'vitest'
import { local, send, workspace } from './local-call.ts'

/** A value of every type, and a row of the empty ones. */
const everyType = `datatable(b:bool, i:int, l:long, r:real, m:decimal, s:string, d:datetime, t:timespan, g:guid, j:dynamic)[
  true, int(-7), long(9223372036854775807), real(0.1), decimal(1.25), 'a "b" é', datetime(2026-03-02 09:30:00.1234567), time(1.02:03:04.5000000), guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({"k":[1,null]}),
  bool(null), int(null), long(null), real(nan), decimal(null), "", datetime(null), time(-00:00:01), guid(null), dynamic(null)]`

/** What the emulator is asked, as text. */
const post = async (path: string, body: unknown) => {
  const { emulator } = await local()
  return send(emulator, 'POST', path, body, { 'Content-Type': 'application/json' })
}

/** The client that Microsoft publishes, as it is: only the certificate is given. */
async function stockClient() {
  const { emulator } = await local()
  CloudSettings.writeToCache(emulator.url)
  const client = new Client(emulator.url)
  client.axiosInstance.defaults.httpsAgent = new Agent({ ca: emulator.ca })
  return client
}

// Expected: the encodings of answers that the published clients have in their own tests.
describe('the client for Node.js', () => {
  test('reads every type in version 2', async () => {
    const client = await stockClient()
    const { primaryResults } = await client.executeQuery('local', everyType)
    const table = primaryResults[0]!
    expect(table.columns.map(({ name, type }) => `${name}:${type}`).join()).toBe(
      'b:bool,i:int,l:long,r:real,m:decimal,s:string,d:datetime,t:timespan,g:guid,j:dynamic',
    )
    const [full, empty] = [...table.rows()]
    expect({ ...full!.toJSON(), d: undefined, l: undefined }).toEqual({
      b: true,
      i: -7,
      r: 0.1,
      m: '1.25',
      s: 'a "b" é',
      t: 93784500,
      g: '74be27de-1e4e-49d9-b579-fe0b331d3642',
      j: { k: [1, null] },
    })
    expect(empty!.toJSON()).toEqual({
      b: null,
      i: null,
      l: null,
      r: 'NaN',
      m: null,
      s: '',
      d: null,
      t: -1000,
      g: null,
      j: null,
    })
  })

  test('reads an answer in version 1, and one of a command', async () => {
    const client = await stockClient()
    const { primaryResults } = await client.executeQueryV1('local', 'print x = 1, y = "a"')
    expect([...primaryResults[0]!.rows()].map(row => row.toJSON())).toEqual([{ x: 1, y: 'a' }])
    const shown = await client.execute('local', '.show databases')
    expect([...shown.primaryResults[0]!.rows()].map(({ DatabaseName }) => DatabaseName)).toEqual(['local'])
  })

  test('sends the time of the query, and the range of its rows', async () => {
    const client = await stockClient()
    const properties = new ClientRequestProperties()
    properties.setOption('query_now', '2026-03-02T10:00:00Z')
    const { primaryResults } = await client.executeQuery('local', 'print now(), ago(1h)', properties)
    expect([...primaryResults[0]!.rows()][0]!.raw).toEqual([
      '2026-03-02T10:00:00.0000000Z',
      '2026-03-02T09:00:00.0000000Z',
    ])
  })

  test.each([
    ['print (', /Syntax error/],
    ['SigninLogs | where Nope == 1', /Semantic error: KS142/],
    ['.drop table SigninLogs', /belongs to the recorded logs/],
  ])('is told why %s fails', async (text, message) => {
    const client = await stockClient()
    const error = await client.execute('local', text).catch(thrown => thrown)
    expect(error.response.status).toBe(400)
    expect(error.response.data.error['@message']).toMatch(message)
    expect(error.response.data.error['@permanent']).toBe(true)
  })

  test('is told of rows that did not fit, in either version', async () => {
    const client = await stockClient()
    const tooMany = 'range x from 1 to 500001 step 1'
    await expect(client.executeQuery('local', tooMany)).rejects.toThrow(/Kusto request had errors.*500,?000/)
    const shown = await client.executeQueryV1('local', tooMany)
    expect(shown.tables.map(({ name }) => name)).toContain('QueryStatus')
    const { body } = await post('/v1/rest/query', { db: 'local', csl: tooMany })
    expect((body as unknown as { Exceptions: string[] }).Exceptions.join()).toMatch(/500,?000/)
  })

  test('is told of a database that does not exist', async () => {
    const client = await stockClient()
    const error = await client.executeQuery('nope', 'print 1').catch(thrown => thrown)
    expect(error.response.data.error).toMatchObject({ code: 'BadRequest_EntityNotFound' })
  })
})

test('longs are written in all their digits', async () => {
  let text = ''
  const { emulator } = await local({ onExchange: ({ response }) => (text = response) })
  await send(emulator, 'POST', '/v2/rest/query', { db: 'local', csl: 'print 9223372036854775807' }, {})
  expect(text).toContain('"Rows":[[9223372036854775807]]')
})

test('rows come in pieces where the client asks for that', async () => {
  const Options = { results_v2_fragment_primary_tables: true, results_v2_newlines_between_frames: true }
  const csl = 'range x from 1 to 10001 step 1'
  const { body } = await post('/v2/rest/query', { db: 'local', csl, properties: { Options } })
  const frames = body as unknown as readonly Record<string, unknown>[]
  expect(frames.map(({ FrameType }) => FrameType)).toEqual([
    'DataSetHeader',
    'DataTable',
    'TableHeader',
    'TableFragment',
    'TableFragment',
    'TableCompletion',
    'DataTable',
    'DataSetCompletion',
  ])
  expect(frames[5]).toMatchObject({ RowCount: 10001 })
})

test('the rows of a range of times, by its request properties', async () => {
  const at = (TimeGenerated: string) => JSON.stringify({ TimeGenerated, ResultType: TimeGenerated })
  const logs = ['2026-03-02T08:59:59Z', '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'].map(at).join('\n')
  const folder = mkdtempSync(join(tmpdir(), 'tripline-logs-'))
  writeFileSync(join(folder, 'SigninLogs.jsonl'), logs)
  const { emulator } = await local({ dataDir: named(folder) })
  const Options = {
    query_now: 'datetime(2026-03-02T11:00:00Z)',
    query_datetimescope_column: 'TimeGenerated',
    query_datetimescope_from: '2026-03-02T09:00:00Z',
    query_datetimescope_to: '2026-03-02T10:00:00Z',
  }
  const csl = 'SigninLogs | project ResultType'
  const rows = async (properties: unknown) => {
    const { body } = await send(emulator, 'POST', '/v1/rest/query', { db: 'local', csl, properties }, {})
    return (body as unknown as { Tables: readonly { Rows: readonly unknown[][] }[] }).Tables[0]!.Rows.flat()
  }
  expect(await rows({ Options })).toEqual(['2026-03-02T09:00:00Z'])
  expect(await rows(JSON.stringify({ Options }))).toEqual(['2026-03-02T09:00:00Z'])
  expect(await rows({})).toHaveLength(3)
})

test.each([
  [{ db: 'local' }, /has no 'csl'/],
  [{ db: 7, csl: 'print 1' }, /'db' is not text/],
  [{ db: 'local', csl: 'print 1', properties: 'x' }, /'properties' are not an object/],
  [{ db: 'local', csl: 'print 1', properties: { Parameters: { n: '1' } } }, /query parameters/],
  [{ db: 'local', csl: 'print 1', properties: { Options: { query_now: 'soon' } } }, /'query_now' is not a datetime/],
  [{ db: 'local', csl: 'print 1', properties: { Options: { truncationmaxrecords: 5 } } }, /'truncationmaxrecords'/],
  [{ db: 'local', csl: 'print 1', properties: { Options: { query_language: 'sql' } } }, /language 'sql'/],
])('%j is refused', async (body, message) => {
  const { status, body: answer } = await post('/v2/rest/query', body)
  expect(status).toBe(400)
  expect((answer.error as unknown as Record<string, unknown>)['@message']).toMatch(message)
})

/** What Grafana's plug-in and other clients ask at their start. */
test.each<[string, (rows: readonly unknown[][]) => unknown, unknown]>([
  ['.show version', ([row]) => row![2], 'Engine'],
  ['.show databases', rows => rows.map(([name]) => name), ['local']],
  ['.show tables', rows => rows.some(([name, database]) => name === 'SigninLogs' && database === 'local'), true],
  ['.show table Heartbeat cslschema', ([row]) => /^(?=.*\bTimeGenerated:datetime\b)/.test(String(row![1])), true],
  [
    '.show databases schema as json',
    ([row]) =>
      JSON.parse(String(row![0])).Databases.local.Tables.Heartbeat.OrderedColumns.find(
        ({ Name }: { Name: string }) => Name === 'TimeGenerated',
      ),
    { Name: 'TimeGenerated', Type: 'System.DateTime', CslType: 'datetime' },
  ],
  [".show database ['local'] schema as json", ([row]) => Object.keys(JSON.parse(String(row![0])).Databases), ['local']],
])('%s', async (csl, look, expected) => {
  const { body } = await post('/v1/rest/mgmt', { db: null, csl })
  const [table] = (body as unknown as { Tables: readonly { Rows: readonly unknown[][] }[] }).Tables
  expect(look(table!.Rows)).toEqual(expected)
})

/**
 * The requests of Grafana's plug-in for Azure Data Explorer: `TestRequest`, `KustoRequest` and the resources of its query editor in
 * https://github.com/grafana/azure-data-explorer-datasource/tree/main/pkg/azuredx. Macros are expanded before.
 */
describe("Grafana's plug-in", () => {
  const options = {
    queryconsistency: 'strongconsistency',
    query_results_cache_max_age: '00:05:00',
    servertimeout: '00:00:30',
  }
  const ask = async (path: string, csl: string, db = 'local') => {
    const { emulator } = await local()
    const body = { db, csl, querySource: 'raw', properties: { options } }
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json', 'x-ms-app': 'Grafana-ADX' }
    const { status, body: answer } = await send(emulator, 'POST', path, body, headers)
    return { status, ...(answer as unknown as { Tables: readonly Record<string, readonly unknown[][]>[] }) }
  }

  test('finds the cluster healthy', async () => {
    const { status, Tables } = await ask('/v1/rest/query', '.show databases schema', '')
    expect(status).toBe(200)
    expect(Tables[0]!.Rows!.map(row => row.slice(0, 4))).toContainEqual([
      'local',
      'Heartbeat',
      'TimeGenerated',
      'System.DateTime',
    ])
  })

  test.each(['.show databases', '.show databases schema as json'])('lists what there is by %s', async csl => {
    const { status, Tables } = await ask('/v1/rest/mgmt', csl)
    expect(status).toBe(200)
    expect(JSON.stringify(Tables[0]!.Rows)).toContain('local')
  })

  test('reads the rows of a query', async () => {
    const csl = 'SigninLogs | where TimeGenerated between (datetime(2026-03-02) .. datetime(2026-03-03)) | count'
    const { status, Tables } = await ask('/v1/rest/query', csl)
    expect([status, Tables[0]]).toEqual([200, expect.objectContaining({ TableName: 'Table_0', Rows: [[0]] })])
  })

  test('is refused what the emulator cannot follow, in either spelling of the options', async () => {
    const properties = { options: { truncationmaxrecords: 5 } }
    const { status } = await post('/v1/rest/query', { db: 'local', csl: 'print 1', properties })
    expect(status).toBe(400)
  })
})

test('clients learn where to sign in', async () => {
  const { emulator } = await local()
  expect((await send(emulator, 'GET', '/v1/rest/auth/metadata', undefined, {})).body).toHaveProperty('AzureAD')
})

test('elsewhere a token is still needed', async () => {
  const { emulator } = await local()
  expect((await send(emulator, 'GET', `${workspace}?api-version=2025-02-01`, undefined, {})).status).toBe(401)
})

/** A Python with the clients installed: the one that TRIPLINE_PYTHON names, or python3. Most machines have none. */
const interpreters = [process.env.TRIPLINE_PYTHON ?? 'python3'].filter(
  python => spawnSync(python, ['-c', 'import azure.kusto.data, pandas']).status === 0,
)

describe.each(interpreters)('the client for Python, in %s', python => {
  test('reads every type, and makes a frame of pandas', { timeout: 60_000 }, async () => {
    const { emulator } = await local()
    const certificate = join(mkdtempSync(join(tmpdir(), 'tripline-python-')), 'ca.pem')
    writeFileSync(certificate, emulator.ca)
    const script = fileURLToPath(new URL('kusto-client.py', import.meta.url))
    const client = spawn(python, [script, emulator.url, everyType], {
      env: { ...process.env, REQUESTS_CA_BUNDLE: certificate },
      timeout: 50_000,
    })
    let output = ''
    for (const stream of [client.stdout, client.stderr]) stream.on('data', chunk => (output += chunk))
    const code = await new Promise(resolve => client.on('close', resolve))
    expect([code, output]).toEqual([0, 'done\n'])
  })
})
