import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const hostile: Readonly<Record<string, string>> = {
  not: `SigninLogs | where ${'not('.repeat(2_000)}true${')'.repeat(2_000)}`,
  unclosed: `SigninLogs | where ${'not('.repeat(2_000)}`,
  in: 'SigninLogs | where AppId in ('.repeat(500),
  join: `SigninLogs ${'| join ('.repeat(101)}`,
  parentheses: `print x = ${'('.repeat(20_000)}`,
  iff: `print x = ${'iff('.repeat(3_000)}`,
  functions: `${'let f = () {'.repeat(30)}print 1${'}; f()'.repeat(30)}`,
  operators: `print x = ${'1 + '.repeat(50_000)}1`,
}

const limit = /more than \d+ (brackets are open|functions are|operators|joins)/

const withQuery = (query: string, id: number): string =>
  rule
    .replace(/^id: .*$/m, `id: 00000000-0000-4000-8000-00000000000${id}`)
    .replace(/^name: .*$/m, `name: Hostile ${id}`)
    .replace(/query: \|[\s\S]*?(?=entityMappings)/, `query: |\n  ${query}\n`)

interface Finding {
  readonly file: string
  readonly id: string
  readonly message: string
}

test('queries nested too deeply are findings of their rules, and the others are checked', async () => {
  const rules = Object.entries(hostile).map(([name, query], index) => [
    `detections/${name}.yaml`,
    withQuery(query, index),
  ])
  enterFolder({ ...sample, ...Object.fromEntries(rules), 'detections/mistaken.yaml': withQuery('SigninLog', 9) })
  const { code, stdout } = await tripline(['check', '--format', 'json'])
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Finding[] }
  const found = (file: string) => diagnostics.filter(finding => finding.file === `detections/${file}.yaml`)
  for (const name of Object.keys(hostile)) {
    expect(found(name).filter(({ id }) => id.startsWith('kql-'))).toMatchObject([
      {
        id: 'kql-limit',
        message: expect.stringMatching(limit),
      },
    ])
  }
  expect(found('mistaken')).toContainEqual(expect.objectContaining({ id: 'unknown-name' }))
  expect(found('blocked')).toEqual([])
  expect(code).toBe(1)
})

test.each(Object.entries(hostile))('query: %s', async (_, query) => {
  enterFolder(sample)
  const { code, stderr } = await tripline(['query', query])
  expect(stderr).toMatch(limit)
  expect(code).toBe(1)
})
