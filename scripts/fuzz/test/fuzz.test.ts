import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { judgeMemory } from '../leak.mjs'
import { choicesFor } from '../random.mjs'
import { faultNames } from './planted.mjs'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const planted = path('planted.mjs')

function fuzz(...argv: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path('../fuzz.mjs'), ...argv], { encoding: 'utf8' })
  return { status, stdout, stderr, failures: stdout.match(/(?<=^FAILURE .*?: ).*$/gm) ?? [] }
}

test('every planted fault is found, attributed to its input and no other', () => {
  const { status, stdout, failures } = fuzz(planted, String(faultNames.length + 3), '1', '--limit', '1', '--jobs', '1')
  expect(status).toBe(1)
  expect(failures.map((text, index) => text.startsWith(faultNames[index] ?? 'no such fault'))).toEqual(
    faultNames.map(() => true),
  )
  expect(stdout.match(/(?<=--at )\d+/g)?.map(Number)).toEqual(faultNames.map((_, index) => index))
})

test('an input can be run alone', () => {
  const index = faultNames.indexOf('stray write')
  const { status, failures } = fuzz(planted, '1', '1', '--at', String(index))
  expect({ status, failures }).toEqual({ status: 1, failures: ['stray write'] })
})

test('damaged inputs of every kind end well', () => {
  const { status, stdout } = fuzz('all', '2', '5', '--jobs', '1')
  expect(stdout).not.toContain('FAILURE')
  expect(status).toBe(0)
})

test('without a kind the kinds are listed', () => {
  const { status, stdout } = fuzz()
  expect(status).toBe(0)
  for (const kind of ['rules', 'tests', 'project', 'kql', 'regex', 'edges', 'logs', 'imports', 'all'])
    expect(stdout).toContain(kind)
})

test.each([
  [['no-such-kind', '1', '1'], 'no-such-kind cannot be loaded'],
  [['kql', 'many'], 'many is not a whole number'],
])('%j is no campaign', (argv, message) => {
  const { status, stderr } = fuzz(...argv)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
})

test('an input is decided by kind, seed and index', () => {
  const numbers = (...of: [string, number, number]) => {
    const at = choicesFor(...of)
    return Array.from({ length: 8 }, () => at.below(1000))
  }
  expect(numbers('kql', 1, 2)).toEqual(numbers('kql', 1, 2))
  for (const other of [
    ['logs', 1, 2],
    ['kql', 2, 2],
    ['kql', 1, 3],
  ] as const) {
    expect(numbers(...(other as [string, number, number]))).not.toEqual(numbers('kql', 1, 2))
  }
})

test('memory that grows with the inputs is a leak, and memory that fills once is none', () => {
  const mega = 2 ** 20
  const samples = (heap: (index: number) => number) =>
    Array.from({ length: 60 }, (_, index) => ({ heap: heap(index) * mega, rss: 300 * mega }))
  expect(judgeMemory(samples(index => 50 + 3 * index))).toMatchObject([{ code: 'leak', frame: 'heap' }])
  expect(judgeMemory(samples(index => Math.min(200, 50 + 20 * index)))).toEqual([])
  expect(judgeMemory(samples(index => (index % 2) * 100))).toEqual([])
})
