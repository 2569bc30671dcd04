import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule } from './sample.ts'

const at = 'at: 2026-03-02T10:00:00Z'

/** A case that fires, so that nothing but its neighbour is wrong. */
const fires = `  - name: fires
    ${at}
    rows: { SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z, IPAddress: 203.0.113.9 }] }
    expect: { alerts: [{}] }
`

const project = (data: string, files: Readonly<Record<string, string>> = {}) => ({
  'tripline.yaml': 'watchlists:\n  Blocked: { file: blocked.csv, searchKey: Address }\n',
  'blocked.csv': 'Address\n203.0.113.9\n',
  'detections/blocked.yaml': rule,
  'detections/blocked.test.yaml': `rule: blocked.yaml
cases:
${fires}  - name: data in question
    ${data}
    ${at}
    expect: { alerts: [] }
`,
  ...files,
})

interface Found {
  readonly id: string
  readonly message: string
}

interface Reported {
  readonly diagnostics: readonly Found[]
  readonly cases?: readonly { readonly diagnostics: readonly Found[] }[]
}

/** What a command finds, in the whole and in its cases. */
async function found(argv: readonly string[]): Promise<readonly Found[]> {
  const report: Reported = JSON.parse((await tripline([...argv, '--format', 'json'])).stdout)
  return [report, ...(report.cases ?? [])].flatMap(({ diagnostics }) => diagnostics)
}

const row = (text: string) => `{"TimeGenerated":"2026-03-02T09:30:00Z",${text}}\n`

describe.each<[string, string, string | undefined, Readonly<Record<string, string>>?]>([
  ['a missing file', 'data: { SigninLogs: missing.jsonl }', 'file-unreadable'],
  ['a file outside the project', 'data: { SigninLogs: ../../x.jsonl }', 'path-outside'],
  ['a table that is misspelt', 'data: { SigninLog: a.jsonl }', 'case-unknown-table', { 'detections/a.jsonl': '' }],
  ['inline rows of such a table', 'rows: { SigninLog: [{}] }', 'case-unknown-table'],
  [
    'a column that is misspelt inline',
    'rows: { SigninLogs: [{ TimeGenerated: 2026-03-02T09:30:00Z, IPAdress: x }] }',
    'rows-unknown-column',
  ],
  ['a value that does not fit, inline', 'rows: { SigninLogs: [{ TimeGenerated: soon }] }', 'fixture-value'],
  ['too many rows', 'rows: { SigninLogs: [{ repeat: 100001 }] }', 'rows-repeat'],
  [
    'a column that the table lacks',
    'data: { SigninLogs: a.jsonl }',
    'fixture-unknown-columns',
    { 'detections/a.jsonl': row('"IPAdress":"x"') },
  ],
  [
    'the same in a large file',
    'data: { SigninLogs: a.jsonl }',
    'fixture-unknown-columns',
    { 'detections/a.jsonl': row('"IPAdress":"x"').repeat(2000) },
  ],
  [
    'the same in a CSV file',
    'data: { SigninLogs: a.csv }',
    'fixture-unknown-columns',
    { 'detections/a.csv': 'TimeGenerated,IPAdress\n2026-03-02T09:30:00Z,x\n' },
  ],
  ['text that is not JSON', 'data: { SigninLogs: a.jsonl }', 'fixture-malformed', { 'detections/a.jsonl': '{"a":\n' }],
  ['an unknown format', 'data: { SigninLogs: a.log }', 'fixture-format', { 'detections/a.log': '' }],
  ['a watchlist that is not declared', 'watchlists: { Blocke: b.csv }', 'case-unknown-watchlist'],
  ['a missing watchlist', 'watchlists: { Blocked: b.csv }', 'file-unreadable'],
  [
    'a watchlist without its search key',
    'watchlists: { Blocked: b.csv }',
    'watchlist-search-key',
    { 'detections/b.csv': 'Adress\nx\n' },
  ],
  ['a missing file for externaldata', 'externalData: { "https://contoso.example/a": b.txt }', 'file-unreadable'],
  ['nothing wrong', 'data: { SigninLogs: a.jsonl }', undefined, { 'detections/a.jsonl': row('"IPAddress":"x"') }],
])('%s', (_, data, id, files) => {
  test('check reports what a replay does', async () => {
    enterFolder(project(data, files))
    const [checked, replayed] = [await found(['check']), await found(['test', '--no-cache'])]
    expect(checked.map(one => one.id)).toEqual(id === undefined ? [] : [id])
    expect(checked).toEqual(replayed)
  })
})

test('a file that several cases name is reported once', async () => {
  const files = project('data: { SigninLogs: a.jsonl }', { 'detections/a.jsonl': row('"IPAdress":"x"') })
  const again = `  - name: again\n    data: { SigninLogs: a.jsonl }\n    ${at}\n    expect: { alerts: [] }\n`
  enterFolder({ ...files, 'detections/blocked.test.yaml': files['detections/blocked.test.yaml'] + again })
  expect((await found(['check'])).map(({ id }) => id)).toEqual(['fixture-unknown-columns'])
})

test('only the tests that were asked for are looked at', async () => {
  const files = project('data: { SigninLogs: missing.jsonl }')
  enterFolder({
    ...files,
    'detections/other.yaml': rule.replace(/^id: .*/, 'id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a12'),
  })
  expect((await found(['check', 'detections/other.yaml'])).map(({ id }) => id)).not.toContain('file-unreadable')
  expect((await found(['check', 'detections/blocked.test.yaml'])).map(({ id }) => id)).toEqual(['file-unreadable'])
})
