import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '@tripline/diagnostics'
import { inside } from '@tripline/files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSuite, replaySuite } from '../../src/index.ts'
import { checkCaseData } from '../../src/suite/check-case-data.ts'
import { located } from '../sample.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

const signIn = (more: string) => `{"TimeGenerated":"2026-03-02T09:30:00Z",${more}}\n`

const files = {
  'a.yaml': ruleText(),
  'good.jsonl': signIn('"IPAddress":"203.0.113.9"'),
  'misspelt.jsonl': signIn('"IPAdress":"203.0.113.9"'),
  'broken.jsonl': '{"a":\n',
  'a.log': '',
  'blocked.csv': 'Address\n203.0.113.9\n',
  'keyless.csv': 'Adress\n203.0.113.9\n',
  'feed.txt': '203.0.113.9\n',
  'export/SigninLogs.jsonl': signIn('"IPAddress":"203.0.113.9"'),
  'misspelt/SigninLogs.jsonl': signIn('"IPAdress":"203.0.113.9"'),
  'empty/README.md': '',
}

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'case-data-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
})
afterAll(() => rmSync(root, { recursive: true }))

const environment = () => ({
  ...memoryEnvironment(root),
  functions: [
    { name: 'Doors', parameters: '()', body: 'Syslog | project TimeGenerated, Door = HostName' },
    { name: 'Filtered', parameters: '(x: long)', body: 'Syslog | where x > 1' },
    { name: 'Faulty', parameters: '()', body: 'Syslog | where Nonsense > 1' },
    { name: 'Open', parameters: '()', body: 'Syslog | evaluate bag_unpack(parse_json(SyslogMessage))' },
  ],
  watchlists: [
    {
      alias: located('Blocked'),
      file: located(inside(root, join(root, 'blocked.csv'))),
      searchKey: located('Address'),
    },
  ],
})

type Case = Readonly<Record<string, string>>

/** What is wrong with the data of cases, as a check of it and as their replay report it: ids, and the texts that they point at. */
async function found(...cases: readonly Case[]) {
  const keys = { at: '2026-03-02T10:00:00Z', expect: '{ alerts: [], reaches: nothing }' }
  writeFileSync(join(root, 'a.test.yaml'), testText(...cases.map(own => ({ ...keys, ...own }))))
  const file = inside(root, join(root, 'a.test.yaml'))
  const { value: suite, diagnostics } = await loadSuite(file, root)
  expect(diagnostics).toEqual([])
  const checked = await checkCaseData(suite!.tests.cases, environment())
  const { cases: reports } = await replaySuite(file, environment())
  return { checked: checked.map(shown), replayed: reports.map(report => report.diagnostics.map(shown)) }
}

const shown = ({ id, span }: Diagnostic) => [id, span?.file.text.slice(span.start, span.end)]

describe('a check of data finds what a replay finds:', () => {
  test.each<readonly [string, Case, id: string, at: string]>([
    ['a missing file', { data: '{ SigninLogs: missing.jsonl }' }, 'file-unreadable', 'missing.jsonl'],
    ['a file outside the project', { data: '{ SigninLogs: ../x.jsonl }' }, 'path-outside', '../x.jsonl'],
    ['a file of no known format', { data: '{ SigninLogs: a.log }' }, 'fixture-format', ''],
    ['a file that is not JSON', { data: '{ SigninLogs: broken.jsonl }' }, 'fixture-malformed', ''],
    [
      'a column of a file that the table lacks',
      { data: '{ SigninLogs: misspelt.jsonl }' },
      'fixture-unknown-columns',
      '"203.0.113.9"',
    ],
    ['a table that is misspelt', { data: '{ SigninLog: good.jsonl }' }, 'case-unknown-table', 'SigninLog'],
    ['rows of such a table', { rows: '{ SigninLog: [{}] }' }, 'case-unknown-table', 'SigninLog'],
    [
      'a column of rows that is misspelt',
      { rows: '{ SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z, IPAdress: x }] }' },
      'rows-unknown-column',
      'IPAdress: x',
    ],
    [
      'a value of a row that does not fit',
      { rows: '{ SigninLogs: [{ TimeGenerated: soon }] }' },
      'fixture-value',
      'TimeGenerated: soon',
    ],
    ['a missing folder', { data: 'missing' }, 'file-unreadable', 'missing'],
    ['a folder outside the project', { data: '..' }, 'path-outside', '..'],
    ['a folder without logs', { data: 'empty' }, 'case-empty-folder', 'empty'],
    ['a folder of a table without logs', { data: '{ SigninLogs: empty }' }, 'case-empty-folder', 'empty'],
    ['a fault in a file of a folder', { data: 'misspelt' }, 'fixture-unknown-columns', '"203.0.113.9"'],
    [
      'the same in a folder of a table',
      { data: '{ SigninLogs: misspelt }' },
      'fixture-unknown-columns',
      '"203.0.113.9"',
    ],
    ['rows of a function that filters them', { rows: '{ Filtered: [{}] }' }, 'case-filtering-function', 'Filtered'],
    ['rows of a function with an error', { rows: '{ Faulty: [{}] }' }, 'case-unknown-answer', 'Faulty'],
    ['rows of a function whose columns are in its data', { rows: '{ Open: [{}] }' }, 'case-unknown-answer', 'Open'],
    [
      'rows of a parser that filters them',
      { rows: '{ _Im_AgentEvent: [{}] }' },
      'case-undocumented-filter',
      '_Im_AgentEvent',
    ],
    [
      'a column that a function does not return',
      { rows: '{ Doors: [{ TimeGenerated: 2026-03-02T09:30:00Z, HostName: x }] }' },
      'rows-unknown-column',
      'HostName: x',
    ],
    ['a watchlist that is not declared', { watchlists: '{ Blocke: blocked.csv }' }, 'case-unknown-watchlist', 'Blocke'],
    ['a missing watchlist', { watchlists: '{ Blocked: missing.csv }' }, 'file-unreadable', 'missing.csv'],
    ['a watchlist outside the project', { watchlists: '{ Blocked: ../x.csv }' }, 'path-outside', '../x.csv'],
    ['a watchlist without its search key', { watchlists: '{ Blocked: keyless.csv }' }, 'watchlist-search-key', ''],
    ['a row of one without it', { watchlists: '{ Blocked: [{ Since: 1 }] }' }, 'case-search-key', 'Since'],
    [
      'rows of one that is not declared',
      { watchlists: '{ Blocke: [{ Address: x }] }' },
      'case-unknown-watchlist',
      'Blocke',
    ],
    [
      'a file of externaldata outside',
      { externalData: '{ "https://a.example/": ../x.txt }' },
      'path-outside',
      '../x.txt',
    ],
  ])('%s', async (_, keys, id, at) => {
    const { checked, replayed } = await found(keys)
    expect(checked).toEqual([[id, at]])
    expect(replayed).toEqual([checked])
  })

  test('nothing', async () => {
    const { checked, replayed } = await found(
      { data: '{ SigninLogs: [good.jsonl, export] }', watchlists: '{ Blocked: blocked.csv }' },
      {
        data: 'export',
        rows: '{ Doors: [{ TimeGenerated: 2026-03-02T09:30:00Z, Door: x }], _Im_Dns: [{ TimeGenerated: 2026-03-02T09:30:00Z, SrcIpAddr: 203.0.113.9 }], SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z }] }',
        watchlists: '{ Blocked: [{ Address: 203.0.113.9 }] }',
        externalData: '{ "https://a.example/": feed.txt }',
      },
    )
    expect([checked, replayed.flat()]).toEqual([[], []])
  })

  test('a fault of a file that several cases name, once for each table', async () => {
    const { checked } = await found(
      { data: '{ SigninLogs: misspelt.jsonl }' },
      { data: '{ SigninLogs: misspelt.jsonl }' },
      { data: '{ AADManagedIdentitySignInLogs: misspelt.jsonl }' },
      { watchlists: '{ Blocked: keyless.csv }' },
      { watchlists: '{ Blocked: keyless.csv }' },
    )
    expect(checked.map(([id]) => id)).toEqual([
      'fixture-unknown-columns',
      'fixture-unknown-columns',
      'watchlist-search-key',
    ])
  })
})
