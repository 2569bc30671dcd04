import { budgets } from '@tripline/budgets'
import { expect, test } from 'vitest'
import { tripline } from '../cli.ts'
import { fileRows } from './file-rows.ts'
import { goodProject } from './good-project.ts'
import { nameFor, pathFor } from './hostile.ts'

const good = (id: string) =>
  JSON.stringify({ id, kql: 'SigninLogs | count', tables: { SigninLogs: 'data/SigninLogs.jsonl' } })

/** Requests over the logs of the rows. */
const overLogs = fileRows.flatMap(({ name, files }, index) =>
  Object.keys(files)
    .filter(path => path.startsWith('logs/'))
    .map(path => [name, { kql: 'SigninLogs', tables: { SigninLogs: pathFor(path, index) } }] as const),
)

const hostile: readonly (readonly [name: string, request: object | string])[] = [
  ['no JSON', '{"id": '],
  ['a list', '[1]'],
  ['zeros', '\0'.repeat(100)],
  ['half a character', '"\ud800"'],
  ['lists in lists', '['.repeat(100_000)],
  ['too long a line', ' '.repeat(budgets['batch-request'].limit + 1)],
  ['tables that objects inherit', '{"kql": "print 1", "tables": {"__proto__": "data/SigninLogs.jsonl"}}'],
  ['no query', { kql: 7 }],
  ['2,000 negations', { kql: `print ${'not('.repeat(2_000)}true${')'.repeat(2_000)}` }],
  ['3,000 conditions, not closed', { kql: `print ${'iff('.repeat(3_000)}` }],
  ['a function that objects inherit', { kql: 'print __proto__(1)' }],
  ['a pattern that is too large', { kql: 'print a = "a" | where a matches regex @"((a{1,1000}){1,1000}){1,1000}"' }],
  ['a log outside', { kql: 'SigninLogs', tables: { SigninLogs: '../outside/log.jsonl' } }],
  ['a folder that is a link', { kql: 'SigninLogs', tables: { SigninLogs: `detections/${nameFor(3)}/log.jsonl` } }],
  ...overLogs,
]

test('good requests are answered between hostile ones, and those are refused', async () => {
  process.chdir(goodProject(fileRows))
  const lines = hostile.flatMap(([, request], index) => [
    good(`good ${index}`),
    typeof request === 'string' ? request : JSON.stringify(request),
  ])
  const { code, stdout, stderr } = await tripline(['query', '--batch'], { stdin: [...lines, good('last')].join('\n') })
  expect(code, stderr).toBe(0)
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers).toHaveLength(lines.length + 1)
  const [even, odd] = [0, 1].map(rest => answers.filter((_, index) => index % 2 === rest))
  expect(even!.map(({ rows }) => rows)).toEqual(even!.map(() => [[2]]))
  const kinds = odd!.map(({ error }, index) => [hostile[index]![0], error?.kind])
  expect(kinds.filter(([, kind]) => kind === undefined || kind === 'internal')).toEqual([])
})
