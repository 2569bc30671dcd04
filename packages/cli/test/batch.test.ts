import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log } from './sample.ts'

/** Answers of one batch, by line. */
async function batch(...lines: readonly (object | string)[]) {
  const stdin = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const { code, stdout, stderr } = await tripline(['query', '--batch'], { stdin })
  return {
    code,
    stderr,
    answers: stdout
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line)),
  }
}

test('answers come one a line, in order, whatever the requests hold', async () => {
  const { code, stderr, answers } = await batch(
    { id: 1, kql: 'print a=1' },
    'this is no JSON',
    '[1]',
    '',
    { id: 'two' },
    { id: 'three', kql: 'print a=', at: '2026-03-02T10:00:00Z' },
    { id: 4, kql: 'print a=now()', at: 'noon' },
    { id: { five: 5 }, kql: 'print b="x"' },
  )
  expect(code).toBe(0)
  expect(stderr).toBe('')
  expect(answers).toEqual([
    { id: 1, columns: [{ name: 'a', type: 'long' }], rows: [[1]], ms: 0 },
    { id: null, error: { code: 'batch-request', kind: 'runtime', message: expect.any(String) } },
    { id: null, error: { code: 'batch-request', kind: 'runtime', message: expect.any(String) } },
    { id: 'two', error: { code: 'batch-request', kind: 'runtime', message: expect.stringContaining('kql') } },
    { id: 'three', error: expect.objectContaining({ kind: 'syntax', span: { start: 8, end: 8 } }) },
    { id: 4, error: expect.objectContaining({ message: expect.stringContaining('at ') }) },
    { id: { five: 5 }, columns: [{ name: 'b', type: 'string' }], rows: [['x']], ms: 0 },
  ])
})

// The encodings are documented in README, "Programs".
test('each type is encoded as documented', async () => {
  const kql = `print long(9007199254740993), int(1), 1.5, real(nan), real(-inf), decimal(1.10), true, 'a',
    datetime(2026-03-02T10:00:00Z), timespan(1.02:03:04.5), guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({"a":[1,"x"]}), int(null)`
  const { answers } = await batch({ id: 1, kql })
  expect(answers[0].rows).toEqual([
    [
      '9007199254740993',
      1,
      1.5,
      'NaN',
      '-Infinity',
      expect.stringMatching(/^1\.10*$/),
      true,
      'a',
      '2026-03-02T10:00:00.0000000Z',
      '1.02:03:04.5000000',
      '74be27de-1e4e-49d9-b579-fe0b331d3642',
      { a: [1, 'x'] },
      null,
    ],
  ])
})

test('tables of a request replace those of the catalogue, for that request alone', async () => {
  const SigninLogs = { columns: { TimeGenerated: 'datetime', Who: 'string' }, rows: [['2026-03-02T09:30:00Z', 'ann']] }
  const { answers } = await batch(
    { id: 1, kql: 'SigninLogs | project Who', tables: { SigninLogs } },
    { id: 2, kql: 'SigninLogs | project Who' },
    { id: 3, kql: 'SigninLogs | count' },
    {
      id: 4,
      kql: 'Mine | project sum = A + 1',
      tables: { Mine: { columns: { A: 'long' }, rows: [['9007199254740993']] } },
    },
  )
  expect(answers[0].rows).toEqual([['ann']])
  expect(answers[1].error.kind).toBe('semantic')
  expect(answers[2].rows).toEqual([[0]])
  expect(answers[3].rows).toEqual([['9007199254740994']])
})

test('large files are the tables of the requests that name them, however many there are', async () => {
  const rows = (name: string) =>
    `{"TimeGenerated":"2026-03-02T09:30:00Z","AppDisplayName":"${name}","UserAgent":"${'x'.repeat(10_000)}"}\n`.repeat(
      110,
    )
  const names = Array.from({ length: 18 }, (_, n) => `app ${n}`)
  const root = enterFolder(Object.fromEntries(names.map(name => [`${name}.jsonl`, rows(name)])))
  const kql = 'union SigninLogs, AuditLogs | summarize count() by AppDisplayName, Result'
  const AuditLogs = { columns: { TimeGenerated: 'datetime', Result: 'string' }, rows: [['2026-03-02T09:30:00Z', 'ok']] }
  const ask = (name: string) => ({ id: name, kql, tables: { SigninLogs: `${root}/${name}.jsonl`, AuditLogs } })
  const other = { id: 'other', kql: 'SigninLogs | count' }
  const { answers } = await batch(other, ...names.map(ask), ask('app 0'), ask('app 0'), other)
  const answer = (name: string) => [
    [name, '', 110],
    ['', 'ok', 1],
  ]
  expect(answers.map(({ rows }) => rows)).toEqual([[[0]], ...[...names, 'app 0', 'app 0'].map(answer), [[0]]])
})

test('a table may be a file of any fixture format', async () => {
  const root = enterFolder({ 'S.jsonl.gz': gzipSync(log), 'broken.jsonl.gz': gzipSync(log).subarray(0, 30) })
  const { answers } = await batch(
    { id: 1, kql: 'SigninLogs | count', tables: { SigninLogs: `${root}/S.jsonl.gz` } },
    { id: 2, kql: 'SigninLogs | count', tables: { SigninLogs: 'broken.jsonl.gz' } },
    { id: 3, kql: 'SigninLogs | count', tables: { SigninLogs: 'missing.jsonl' } },
    { id: 4, kql: 'Nothing | count', tables: { Nothing: 'S.jsonl.gz' } },
  )
  expect(answers[0].rows).toEqual([[2]])
  expect(answers.slice(1).map(({ error }) => error.kind)).toEqual(['runtime', 'runtime', 'runtime'])
})

test.each([
  [{ T: { columns: { A: 'number' }, rows: [] } }, 'tables.T.columns.A'],
  [{ T: { columns: { A: 'long' }, rows: [['x']] } }, 'tables.T.rows[0][0]'],
  [{ T: { columns: { A: 'long' }, rows: [[1, 2]] } }, 'tables.T.rows[0]'],
  [{ T: 5 }, 'tables.T'],
  [5, 'tables'],
])('tables %j are refused', async (tables, position) => {
  const { answers } = await batch({ id: 1, kql: 'print 1', tables })
  expect(answers[0].error).toMatchObject({ kind: 'runtime', message: expect.stringContaining(`${position} must be`) })
})

test('an answer has the warnings about its query', async () => {
  const { answers } = await batch(
    { id: 1, kql: "_GetWatchlist('Nowhere') | count" },
    { id: 2, kql: "_GetWatchlist('Nowhere') | where 1 == " },
    { id: 3, kql: 'print a = 1' },
  )
  const warning = {
    id: expect.any(String),
    code: expect.any(String),
    kind: 'semantic',
    message: expect.stringContaining('Nowhere'),
    span: { start: 0, end: 24 },
  }
  expect(answers[0]).toMatchObject({ rows: [[0]], warnings: [warning] })
  expect(answers[1]).toMatchObject({ error: { kind: 'syntax' } })
  expect(answers[2]).not.toHaveProperty('warnings')
})

test('watchlists and functions of a request', async () => {
  const { answers } = await batch(
    {
      id: 1,
      kql: "_GetWatchlist('Nets') | project SearchKey, Site",
      watchlists: { Nets: { columns: ['CIDR', 'Site'], rows: [['10.0.0.0/8', 'home']], searchKey: 'CIDR' } },
    },
    { id: 2, kql: 'print x = Twice(4)', functions: { Twice: { parameters: '(n:long)', body: 'n * 2' } } },
  )
  expect(answers.map(({ rows }) => rows)).toEqual([[['10.0.0.0/8', 'home']], [[8]]])
})

test('what a request gives externaldata to read', async () => {
  const kql = 'externaldata(a:string, b:long)["https://data.example/feed.csv"]'
  await enterFolder({ 'feed.csv.gz': gzipSync('x,1\n') })
  const { answers } = await batch(
    { id: 1, kql, externalData: { 'https://data.example/feed.csv': { text: 'y,2\nz' } } },
    { id: 2, kql, externalData: { 'https://data.example/feed.csv': 'feed.csv.gz' } },
    { id: 3, kql, externalData: { 'https://data.example/other.csv': { text: '' } } },
    { id: 4, kql, externalData: { 'https://data.example/feed.csv': 5 } },
  )
  expect(answers[0].rows).toEqual([
    ['y', 2],
    ['z', null],
  ])
  expect(answers[1].rows).toEqual([['x', 1]])
  expect(answers[2].error).toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('nothing is fetched'),
  })
  expect(answers[3].error).toMatchObject({ kind: 'runtime', message: expect.stringContaining('must be a path or') })
})

test('a query that needs the time and gets none is an error, and the time it gets is the answer', async () => {
  const { answers } = await batch(
    { id: 1, kql: 'print now()' },
    { id: 2, kql: 'print now()', at: '2026-03-02T10:00:00Z' },
  )
  expect(answers[0].error.kind).toBe('runtime')
  expect(answers[1].rows).toEqual([['2026-03-02T10:00:00.0000000Z']])
})
