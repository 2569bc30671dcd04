import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { tripline } from '../cli.ts'
import { expectSaid } from './expect-said.ts'
import { fileRows } from './file-rows.ts'
import { type Format, finders, shown } from './found.ts'
import { goodCases, goodNames, goodProject, passes } from './good-project.ts'
import type { Verb } from './hostile.ts'

interface Invocation {
  readonly verb: Verb
  readonly argv: readonly string[]
  readonly format: Format
}

const reporters = ['junit', 'json', 'sarif'].flatMap(name => ['--reporter', `${name}=${name}`])

const invocations: readonly Invocation[] = [
  { verb: 'check', argv: ['check'], format: 'human' },
  { verb: 'check', argv: ['check', '--format', 'json'], format: 'json' },
  { verb: 'check', argv: ['check', '--format', 'sarif'], format: 'sarif' },
  { verb: 'check', argv: ['check', '--format', 'github'], format: 'github' },
  { verb: 'test', argv: ['test'], format: 'human' },
  { verb: 'test', argv: ['test', '--format', 'json', ...reporters], format: 'json' },
  { verb: 'fmt', argv: ['fmt', '--check'], format: 'human' },
  { verb: 'compile', argv: ['compile'], format: 'human' },
]

async function read({ argv, format }: Invocation) {
  const ended = await tripline(argv)
  const text = format === 'human' ? shown(ended) : ended.stdout
  return { ended, found: finders[format](text) }
}

describe('good files beside all hostile ones', () => {
  beforeAll(() => process.chdir(goodProject(fileRows)))

  test.each(invocations)('$argv', async invocation => {
    const { ended, found } = await read(invocation)
    expect(ended.code, ended.stderr).toBe(2)
    expectSaid(invocation.verb, found, fileRows)
    expect(found.filter(({ at }) => at.includes('good') || !/^(detections|logs)\/x\d\d/.test(at))).toEqual([])
  })

  test('pass their tests, in every report', () => {
    expect(passes(JSON.parse(readFileSync('json', 'utf8')).cases)).toEqual(goodCases)
    const passed = readFileSync('junit', 'utf8').matchAll(/<testcase [^>]*classname="([^"]*good[^"]*)"[^>]*\/>/g)
    expect([...passed].map(([, rule]) => rule)).toEqual(goodCases)
    expectSaid('test', finders.sarif(readFileSync('sarif', 'utf8')), fileRows)
  })

  test('are formatted, compiled and run', async () => {
    const rules = goodNames.map(name => `detections/${name}.yaml`)
    const run = rules.map(rule => ['run', rule, '--data', 'data', '--at', '2026-03-02T10:00:00Z'])
    for (const argv of [['fmt', ...rules], ['compile', ...rules], ...run]) {
      const { code, stderr } = await tripline(argv)
      expect({ argv, code, stderr }).toEqual({ argv, code: 0, stderr: '' })
    }
  })
})

/** Every other row with one of the commands that speak of it, in turn. */
const alone = fileRows.flatMap(({ name, said }, index) => {
  const able = invocations.filter(({ verb }) => said === undefined || said.verbs.includes(verb))
  return index % 2 === 0 ? [[name, able[(index / 2) % able.length]!, index] as const] : []
})

test.each(alone)('%s alone', async (_, invocation, index) => {
  process.chdir(goodProject(fileRows, [index]))
  const { ended, found } = await read(invocation)
  const { said } = fileRows[index]!
  expect(ended.code, ended.stderr).toBe(said?.code ?? 0)
  if (said) expectSaid(invocation.verb, found, fileRows, [index])
  else expect(found).toEqual([])
})
