import { expect, test } from 'vitest'
import { type Ended, enterFolder, tripline } from './cli.ts'
import { finders } from './isolation/found.ts'
import { rule, sample } from './sample.ts'

const depth = 2_000
const query = `SigninLogs | where ${'not('.repeat(depth)}true${')'.repeat(depth)}`
const deepRule = rule
  .replace(/^id: .*$/m, 'id: 00000000-0000-4000-8000-000000000001')
  .replace(/^name: .*$/m, 'name: Deep')
  .replace(/query: \|[\s\S]*?(?=entityMappings)/, `query: |\n  ${query}\n`)
const deepTest = `rule: deep.yaml
cases:
  - name: a deep query
    data: { SigninLogs: ../logs/SigninLogs.jsonl }
    at: 2026-03-02T10:00:00Z
    expect: { alerts: [] }
`
const template = JSON.stringify({
  resources: [
    {
      type: 'Microsoft.SecurityInsights/alertRules',
      name: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
      kind: 'NRT',
      properties: { displayName: 'Deep', enabled: true, severity: 'Low', query },
    },
  ],
})
const files = {
  ...sample,
  'detections/deep.yaml': deepRule,
  'detections/deep.test.yaml': deepTest,
  'deep.kql': query,
  'template.json': template,
}

const limit = /more than 100 brackets are open/
/** The column of the first bracket beyond them, in a query that is indented. */
const column = (indent: number): number => indent + 'SigninLogs | where '.length + 101 * 'not('.length
const inRule = `detections/deep.yaml:15:${column(2)}`

const run = (file: string) => ['run', `detections/${file}.yaml`, '--data', 'logs', '--at', '2026-03-02T10:00:00Z']

interface Row {
  readonly argv: readonly string[]
  readonly code: 0 | 1 | 2
  /** Where the query is refused: `fmt` and `import` take any text for one, and what is not asked for is not judged. */
  readonly at?: string
  /** A part of what is shown of the good rule, or of the imported one. */
  readonly good?: string
}

const rows: readonly Row[] = [
  { argv: ['check'], code: 1, at: inRule },
  { argv: ['test'], code: 1, at: inRule, good: '✓ the blocked address fires' },
  { argv: run('blocked'), code: 0, good: 'ann@contoso.example' },
  { argv: run('deep'), code: 1, at: inRule },
  { argv: ['compile'], code: 1, at: inRule },
  { argv: ['compile', 'detections/blocked.yaml'], code: 0, good: 'Sign-in from a blocked address' },
  { argv: ['plan', '--workspace', 'local'], code: 1, at: inRule },
  { argv: ['fmt', '--check', 'detections/blocked.yaml', 'detections/deep.yaml'], code: 0 },
  { argv: ['import', 'template.json'], code: 0, good: 'name: Deep' },
  { argv: ['query', '-f', 'deep.kql'], code: 1, at: `deep.kql:1:${column(0)}` },
]

const said = ({ stdout, stderr }: Ended): string => stdout + stderr

test.each(rows.map(row => [row.argv.join(' '), row] as const))('%s', async (_, { argv, code, at, good }) => {
  enterFolder(files)
  const ended = await tripline(argv)
  const found = finders.human(said(ended)).filter(({ text }) => limit.test(text))
  expect(found.map(finding => finding.at)).toEqual(at === undefined ? [] : [at])
  expect(said(ended)).toContain(good ?? '')
  expect(ended.code).toBe(code)
})

test('a request behind is answered', async () => {
  enterFolder(files)
  const stdin = [
    { id: 1, kql: query },
    { id: 2, kql: 'print 1' },
  ]
    .map(request => JSON.stringify(request))
    .join('\n')
  const { code, stdout } = await tripline(['query', '--batch'], { stdin })
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers).toMatchObject([
    { id: 1, error: { kind: 'limit', message: expect.stringMatching(limit), span: { start: column(0) - 1 } } },
    { id: 2, rows: [[1]] },
  ])
  expect(code).toBe(0)
})
