import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { withEmulator } from './with-emulator.ts'

/** What a command says about a query: what is wrong, which part of the text it is about, what to write instead. */
interface Finding {
  readonly id: string
  readonly kusto?: string
  readonly code?: string
  /** Line and column within the query's text. */
  readonly at: string
  readonly marked: string
  readonly fix?: string
}

interface Faulty {
  readonly code?: string
  readonly name: string
  /** The part that is at fault stands between « and ». */
  readonly kql: string
  readonly id: string
  readonly kusto?: string
  readonly fix?: string
}

// Codes are the official parser's, which its own sources list. Connectors and parsers: their lists state their sources.
const rows: readonly Faulty[] = [
  {
    name: 'a misspelt column',
    kql: 'SigninLogs\n| where «UserPrincipleName» == ""',
    id: 'unknown-name',
    kusto: 'KS142',
    fix: 'did you mean UserPrincipalName?',
  },
  { name: 'a column like no other', kql: 'SigninLogs | where «Zzyzx» == 1', id: 'unknown-name', kusto: 'KS142' },
  {
    name: 'a misspelt table',
    kql: '«SiginLogs» | where IPAddress == "" | take 1',
    id: 'unknown-table',
    kusto: 'KS204',
    fix: 'did you mean SigninLogs?',
  },
  {
    name: 'a missing table, used twice',
    kql: '«Turnstiles» | join kind=inner Turnstiles on TimeGenerated',
    id: 'unknown-table',
    kusto: 'KS204',
    fix: 'describe the table, with its columns, in a file of schemas/',
  },
  {
    name: 'a custom table',
    kql: '«Door_CL» | take 1',
    id: 'unknown-table',
    kusto: 'KS204',
    fix: 'Door_CL is a custom table; describe it, with its columns, in schemas/Door_CL.yaml',
  },
  {
    name: 'a table of a connector',
    kql: '«Okta_CL» | take 1',
    id: 'unknown-table',
    kusto: 'KS204',
    fix: 'Okta_CL is provided by the data connector OktaSSO; describe it, with its columns, in schemas/Okta_CL.yaml',
  },
  {
    name: 'a misspelt function',
    kql: 'SigninLogs | extend x = «tolowr»(UserPrincipalName)',
    id: 'unknown-function',
    kusto: 'KS211',
    fix: 'did you mean tolower?',
  },
  {
    name: 'a parser that is not installed',
    kql: '«vimDnsSquid»() | take 1',
    id: 'unknown-function',
    kusto: 'KS211',
    fix: 'vimDnsSquid is a parser of the Advanced Security Information Model (ASIM); write it to functions/ with tripline import',
  },
  {
    name: 'an argument of another type',
    kql: 'SigninLogs\n| where strlen(«TimeGenerated») > 0',
    id: 'kql-semantics',
    kusto: 'KS141',
  },
  { name: 'a text that breaks off', kql: 'SigninLogs | take«»', id: 'kql-syntax', kusto: 'KS006' },
  {
    name: 'what only the engine rejects',
    kql: 'SigninLogs\n| extend n = «row_number()»',
    id: 'kql-semantics',
    code: 'needs-order',
    fix: 'sort or serialize the rows before it',
  },
  {
    name: 'an operator without a replay',
    kql: 'SigninLogs | «reduce by UserPrincipalName»',
    id: 'kql-unsupported',
    code: 'undocumented',
    fix: 'run it on Kusto: --engine workspace=NAME or kusto=URL',
  },
  {
    name: 'too many brackets',
    kql: `print ${'('.repeat(100)}«(»1${')'.repeat(101)}`,
    id: 'kql-limit',
    code: 'too-deep',
  },
]

const opened = (kql: string) => kql.indexOf('«')
const plain = ({ kql }: Faulty) => kql.replace(/[«»]/g, '')

/** Line and column, from one, of an offset into a text. */
function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `${lines.length}:${lines.at(-1)!.length + 1}`
}

const expected = (row: Faulty): Finding => ({
  id: row.id,
  ...(row.kusto !== undefined && { kusto: row.kusto }),
  ...(row.code !== undefined && { code: row.code }),
  at: position(plain(row), opened(row.kql)),
  marked: row.kql.slice(opened(row.kql) + 1, row.kql.indexOf('»')),
  ...(row.fix !== undefined && { fix: row.fix }),
})

/** Lines before the query in a rule file, and the indentation of its block. */
const header = `id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11
name: Faulty
kind: Scheduled
severity: High
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: |
`
const ruleText = (row: Faulty) =>
  `${header}${plain(row)
    .split('\n')
    .map(line => `  ${line}\n`)
    .join('')}`
const testText =
  'rule: rule.yaml\ncases:\n  - { name: once, at: 2026-03-02T10:00:00Z, rows: { SigninLogs: [] }, expect: { alerts: [] } }\n'

const project = (row: Faulty) =>
  enterFolder({
    'tripline.yaml': 'workspaces: { local: {} }\n',
    'detections/rule.yaml': ruleText(row),
    'detections/rule.test.yaml': testText,
    'query.kql': plain(row),
    'logs/SigninLogs.jsonl': '',
  })

interface JsonRow {
  readonly id: string
  readonly kusto?: string
  readonly code?: string
  readonly line: number
  readonly column: number
  readonly endColumn: number
  readonly fix?: string
}

const isAboutQuery = ({ id }: { readonly id: string }): boolean => /^(?:kql|unknown)-/.test(id)
const lineOf = (row: Faulty, line: number): string => plain(row).split('\n')[line - 1] ?? ''

/** The findings of a JSON document that are about the query of a rule file. */
const ofJson = (found: readonly JsonRow[], row: Faulty): readonly Finding[] =>
  found.filter(isAboutQuery).map(({ id, kusto, code, line, column, endColumn, fix }) => {
    const [first, from, to] = [line - header.split('\n').length + 1, column - 2, endColumn - 2]
    return {
      id,
      ...(kusto !== undefined && { kusto }),
      ...(code !== undefined && { code }),
      at: `${first}:${from}`,
      marked: lineOf(row, first).slice(from - 1, to - 1),
      ...(fix !== undefined && { fix }),
    }
  })

/** The findings that are printed for people; a query begins at a line and column (both from zero) of its file. */
const ofText = (shown: string, row: Faulty, start: { readonly line: number; readonly column: number }) =>
  Array.from(
    shown.matchAll(
      /^.*:(\d+):(\d+) (?:error|warning) (\S+)(?: (KS\d+))?(?: (\S+))?\n.*\n.*?(\^+)\n.*\n?(?: {2}fix: (.*))?/gm,
    ),
    ([, line, column, id, kusto, code, underline, fix]): Finding => {
      const [first, from] = [Number(line) - start.line, Number(column) - start.column]
      return {
        id: id!,
        ...(kusto !== undefined && { kusto }),
        ...(code !== undefined && { code }),
        at: `${first}:${from}`,
        marked: lineOf(row, first).slice(from - 1, from - 1 + underline!.length),
        ...(fix !== undefined && { fix }),
      }
    },
  )

type Door = (row: Faulty) => Promise<readonly Finding[]>

const doors: Readonly<Record<string, Door>> = {
  async check(row) {
    const { stdout } = await tripline(['check', '--format', 'json'])
    return ofJson(JSON.parse(stdout).diagnostics, row)
  },
  async test(row) {
    const { stdout } = await tripline(['test', '--format', 'json'])
    return ofJson(JSON.parse(stdout).cases[0].diagnostics, row)
  },
  async run(row) {
    const at = '2026-03-02T10:00:00Z'
    const { stderr } = await tripline(['run', 'detections/rule.yaml', '--data', 'logs', '--at', at])
    return ofText(stderr, row, { line: header.split('\n').length - 1, column: 2 })
  },
  async query(row) {
    const { stderr } = await tripline(['query', '-f', 'query.kql'])
    return ofText(stderr, row, { line: 0, column: 0 })
  },
  async 'query --batch'(row) {
    const kql = plain(row)
    const { stdout } = await tripline(['query', '--batch'], { stdin: JSON.stringify({ id: 1, kql }) })
    const { id, code, span, fix } = JSON.parse(stdout).error
    return [
      {
        id,
        ...(/^KS\d+$/.test(code) ? { kusto: code } : { code }),
        at: position(kql, span.start),
        marked: kql.slice(span.start, span.end),
        ...(fix !== undefined && { fix }),
      },
    ]
  },
}

for (const [door, findings] of Object.entries(doors)) {
  test.each(rows)(`${door} says of $name what is expected`, async row => {
    project(row)
    expect(await findings(row)).toEqual([expected(row)])
  })
}

// The service's answers have no id and no position of their own.
test('a local workspace answers with the same codes and the same advice', async () => {
  project(rows[0]!)
  await withEmulator(async () => {
    for (const row of rows) {
      const { stderr } = await tripline(['query', plain(row), '--workspace', 'local'])
      // A workspace does not send its clients to a workspace.
      const fix = row.id === 'kql-unsupported' ? undefined : row.fix
      for (const part of [row.kusto, row.code, fix]) expect(stderr).toContain(part ?? '')
    }
  })
})
