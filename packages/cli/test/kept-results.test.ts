import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { enterFolder, folderWith, tripline } from './cli.ts'

/** Where results are kept, apart from those of other tests. */
function ownCache() {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-kept-'))
  return { folder, env: { XDG_CACHE_HOME: join(folder, 'cache'), XDG_STATE_HOME: join(folder, 'state') } }
}

const id = '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'

/** A rule that reads everything that a rule can read, through a function that calls another. */
const files: Readonly<Record<string, string>> = {
  'tripline.yaml': `watchlists:
  blocked: { file: lists/blocked.csv, searchKey: Address }
  other: { file: lists/other.csv, searchKey: Address }
externalData:
  https://feeds.example/a.csv: lists/feed.csv
functions:
  Outer: { file: functions/outer.kql }
  Inner: { file: functions/inner.kql }
  Unused: { file: functions/unused.kql }
workspaces:
  local: {}
`,
  'lists/blocked.csv': 'Address,Same\n203.0.113.9,203.0.113.9\n',
  'lists/other.csv': 'Address\n203.0.113.1\n',
  'lists/feed.csv': '203.0.113.9\n',
  'lists/replacement.csv': 'Address,Same\n203.0.113.9,203.0.113.9\n',
  'functions/outer.kql': 'Inner | where IPAddress != ""\n',
  'functions/inner.kql': 'SigninLogs\n',
  'functions/unused.kql': 'SigninLogs | take 1\n',
  'schemas/Badge_CL.yaml': 'table: Badge_CL\ncolumns:\n  TimeGenerated: datetime\n  User: string\n',
  'schemas/Other_CL.yaml': 'table: Other_CL\ncolumns:\n  TimeGenerated: datetime\n',
  'detections/all.yaml': `id: ${id}
name: Sign-in from a blocked address
kind: Scheduled
description: A sign-in from an address that is blocked.
severity: High
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [InitialAccess]
query: |
  Outer
  | where IPAddress in ((_GetWatchlist('blocked') | project SearchKey))
  | where IPAddress in ((externaldata(Address: string) [ @"https://feeds.example/a.csv" ] | project Address))
  | where UserPrincipalName !in ((Badge_CL | project User))
  | project TimeGenerated, UserPrincipalName, IPAddress
`,
  'detections/all.test.yaml': `rule: all.yaml
cases:
  - name: first
    data: { SigninLogs: ../logs/first.jsonl, Badge_CL: ../logs/badges.csv }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ severity: High }] }
  - name: second
    data: { SigninLogs: ../logs/second.jsonl }
    include: ../logs/more.logs.yaml
    watchlists: { blocked: ../lists/replacement.csv }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [{ severity: High }] }
`,
  'logs/first.jsonl': '{"TimeGenerated":"2026-03-02T09:30:00Z","UserPrincipalName":"ann","IPAddress":"203.0.113.9"}\n',
  'logs/second.jsonl': '{"TimeGenerated":"2026-03-02T09:30:00Z","UserPrincipalName":"bob","IPAddress":"203.0.113.9"}\n',
  'logs/more.logs.yaml': 'rows: { SigninLogs: [] }\n',
  'logs/badges.csv': 'TimeGenerated,User\n2026-03-02T09:30:00Z,eve\n',
}

interface JsonReport {
  readonly cases: readonly { readonly case: string; readonly kept: boolean; readonly status: string }[]
}

async function testedWith(env: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { stdout, stderr } = await tripline(['test', '--format', 'json', ...argv], { env })
  expect(stderr).toBe('')
  const { cases } = JSON.parse(stdout) as JsonReport
  return Object.fromEntries(cases.map(one => [one.case, `${one.status}${one.kept ? ' (kept)' : ''}`]))
}

const run = { first: 'passed', second: 'passed' }
const kept = { first: 'passed (kept)', second: 'passed (kept)' }

/** Files whose cases have run; kept results belong to their folder. */
const tested = { root: folderWith(files), files: folderWith(files), ...ownCache() }
beforeAll(async () => {
  const before = process.cwd()
  process.chdir(tested.root)
  expect(await testedWith(tested.env)).toEqual(run)
  process.chdir(before)
})

/** Goes to the folder of files whose cases have run, as it was then, with a copy of what was kept. */
function enterTested() {
  rmSync(tested.root, { recursive: true })
  cpSync(tested.files, tested.root, { recursive: true })
  const before = process.cwd()
  process.chdir(tested.root)
  onTestFinished(() => process.chdir(before))
  const own = ownCache()
  cpSync(tested.folder, own.folder, { recursive: true })
  return own
}

test('a case that passed is not run again while nothing changes', async () => {
  enterFolder(files)
  const { env } = ownCache()
  expect(await testedWith(env)).toEqual(run)
  expect(await testedWith(env)).toEqual(kept)
  const { stdout } = await tripline(['test'], { env })
  expect(stdout).toBe('detections/all.yaml\n  ✓ first (kept)\n  ✓ second (kept)\n\n2 cases: 2 passed (2 kept, 0 ms)\n')
})

const edit = (path: string, from: string | RegExp, to: string) => () => {
  const before = readFileSync(path, 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
}

const both = run
const [first, second] = [
  { ...kept, first: 'passed' },
  { ...kept, second: 'passed' },
]

describe('the cases that read it run again after a change of', () => {
  test.each<[string, () => void, Readonly<Record<string, string>>]>([
    ['the rule', edit('detections/all.yaml', 'queryPeriod: 1h', 'queryPeriod: 2h'), both],
    ['the query', edit('detections/all.yaml', 'Outer\n', 'Outer | where true\n'), both],
    ['the test file', edit('detections/all.test.yaml', '[{ severity: High }]', '[{}]'), both],
    ['a log', edit('logs/first.jsonl', 'ann', 'amy'), first],
    ['the log of another case', edit('logs/second.jsonl', 'bob', 'ben'), second],
    ['included logs', edit('logs/more.logs.yaml', '[]', '[{ TimeGenerated: 2026-03-02T09:31:00Z }]'), second],
    ['the log of a custom table', edit('logs/badges.csv', 'eve', 'eva'), first],
    ['a watchlist', edit('lists/blocked.csv', /$/, '203.0.113.10,203.0.113.10\n'), both],
    [
      'the search key of a watchlist',
      edit('tripline.yaml', 'blocked.csv, searchKey: Address', 'blocked.csv, searchKey: Same'),
      both,
    ],
    ['what replaces a watchlist', edit('lists/replacement.csv', /$/, '203.0.113.10,203.0.113.10\n'), second],
    ['what stands in for a URL', edit('lists/feed.csv', /$/, '203.0.113.10,203.0.113.10\n'), both],
    ['a function', edit('functions/outer.kql', '""', '"x"'), both],
    ['a function of a function', edit('functions/inner.kql', 'SigninLogs', 'SigninLogs | where true'), both],
    [
      'the parameters of a function',
      edit('tripline.yaml', 'inner.kql }', 'inner.kql, parameters: "(a: long = 1)" }'),
      both,
    ],
    ['the columns of a table', edit('schemas/Badge_CL.yaml', 'User: string', 'User: string\n  More: string'), both],
    [
      'a new function by the name of a table that the query reads',
      edit('tripline.yaml', 'functions:\n', 'functions:\n  SigninLogs: { file: functions/unused.kql }\n'),
      both,
    ],
  ])('%s', async (_, change, expected) => {
    const { env } = enterTested()
    change()
    const again = await testedWith(env)
    // Whether it passes is for the rule to say; that it was run is what counts.
    for (const [name, status] of Object.entries(expected)) {
      if (status.endsWith('(kept)')) expect(again[name]).toBe(status)
      else expect(again[name]).not.toContain('(kept)')
    }
  })
})

test.each<[string, () => void]>([
  ['another watchlist', edit('lists/other.csv', '203.0.113.1', '203.0.113.2')],
  ['another function', edit('functions/unused.kql', 'take 1', 'take 2')],
  [
    'another table',
    edit('schemas/Other_CL.yaml', 'TimeGenerated: datetime', 'TimeGenerated: datetime\n  More: string'),
  ],
  ['a key that tests do not read', edit('tripline.yaml', '  local: {}', `  local: {}\ndisabled: [${id}]`)],
  ['times alone', () => utimesSync('logs/first.jsonl', 1, 1)],
])('no case runs again after a change of %s', async (_, change) => {
  const { env } = enterTested()
  change()
  expect(await testedWith(env)).toEqual(kept)
})

test('a log that changes under the same size and times is noticed', async () => {
  const { env } = enterTested()
  const { atime, mtime } = statSync('logs/first.jsonl')
  edit('logs/first.jsonl', 'ann', 'amy')()
  utimesSync('logs/first.jsonl', atime, mtime)
  expect(await testedWith(env)).toEqual(first)
})

test('a case that failed runs again', async () => {
  enterFolder({ ...files, 'logs/first.jsonl': '' })
  const { env } = ownCache()
  const expected = { first: 'failed', second: 'passed' }
  expect(await testedWith(env)).toEqual(expected)
  expect(await testedWith(env)).toEqual({ ...expected, second: 'passed (kept)' })
})

test('results are kept for the time limit that they were run with', async () => {
  const { env } = enterTested()
  expect(await testedWith(env, '--timeout', '20s')).toEqual(run)
})

test('a filter keeps what it leaves out', async () => {
  enterFolder(files)
  const { env } = ownCache()
  expect(await testedWith(env, '--filter', 'first')).toEqual({ first: 'passed' })
  expect(await testedWith(env, '--filter', 'second')).toEqual({ second: 'passed' })
  expect(await testedWith(env, '--filter', 'first')).toEqual({ first: 'passed (kept)' })
  expect(await testedWith(env)).toEqual(kept)
})

test('--no-cache and TRIPLINE_CACHE=off run everything', async () => {
  const { env } = enterTested()
  expect(await testedWith(env, '--no-cache')).toEqual(run)
  expect(await testedWith({ ...env, TRIPLINE_CACHE: 'off' })).toEqual(run)
  expect(await testedWith(env)).toEqual(kept)
})

/** The files of kept results. */
const entriesIn = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'cache/tripline/results'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

test.each<[string, (content: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut short', content => content.subarray(0, content.length / 2)],
  ['longer', content => Buffer.concat([content, Buffer.from('x')])],
  ['changed in one bit', content => Buffer.from(content.map((byte, index) => (index === 50 ? byte ^ 1 : byte)))],
])('an entry that is %s is ignored', async (_, damage) => {
  const { folder, env } = enterTested()
  const entries = entriesIn(folder)
  expect(entries).toHaveLength(1)
  writeFileSync(entries[0]!, damage(readFileSync(entries[0]!)))
  expect(await testedWith(env)).toEqual(run)
})

test('an entry of another user, or under another name, is ignored', async () => {
  enterFolder(files)
  const [own, foreign] = [ownCache(), ownCache()]
  await testedWith(own.env)
  await testedWith(foreign.env)
  const [entry] = entriesIn(own.folder)
  const [planted] = entriesIn(foreign.folder)
  writeFileSync(entry!, readFileSync(planted!))
  expect(await testedWith(own.env)).toEqual(run)
  // The test file says something else now, so the name of its entry differs.
  edit('detections/all.test.yaml', '[{ severity: High }]', '[{ severity: Low }]')()
  await testedWith(own.env)
  const changed = entriesIn(own.folder).find(path => path !== entry)!
  writeFileSync(changed, readFileSync(entry!))
  expect(await testedWith(own.env)).toEqual({ first: 'failed', second: 'passed' })
})

describe('a report is the same whether its results were kept', () => {
  const reporters = ['junit', 'json', 'sarif', 'markdown']

  test.each([...reporters, 'github', '--format json'])('%s', async reporter => {
    enterFolder(files)
    mkdirSync('out')
    const { env } = ownCache()
    const written = async () => {
      const file = reporters.includes(reporter)
      const argv = file ? ['--reporter', `${reporter}=out/report`] : reporter.split(' ')
      const { stdout } = await tripline(
        ['test', ...(file || reporter.startsWith('--') ? argv : ['--reporter', ...argv])],
        { env },
      )
      return file ? readFileSync('out/report', 'utf8') : stdout
    }
    const fresh = await written()
    expect(
      (await written()).replaceAll('"kept": true', '"kept": false').replaceAll('"kept":true', '"kept":false'),
    ).toBe(fresh)
  })
})
