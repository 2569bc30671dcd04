import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith, tripline } from '../cli.ts'
import { log, rule, tests } from '../sample.ts'
import { fileRows } from './file-rows.ts'
import { type Format, type Found, finders, shown } from './found.ts'
import { pathFor, type Said, type Verb, writeHostile } from './hostile.ts'

/** The good files come before, between and after the hostile ones. */
const names = ['a-good', 'x10-good', 'z-good']
const goodFiles = Object.fromEntries(
  names.flatMap((name, n) => [
    [`project/detections/${name}.yaml`, rule.replace(/name: .*/, `name: ${name}`).replace(/3a11$/m, `3b1${n}`)],
    [`project/detections/${name}.test.yaml`, tests.replace('blocked', name)],
  ]),
)

/** Enters a project with good files and some hostile ones. */
function enterProject(indices: Iterable<number>): void {
  const root = folderWith({
    'project/tripline.yaml': '{}',
    'project/logs/SigninLogs.jsonl': log,
    'project/data/SigninLogs.jsonl': log,
    'outside/rule.yaml': rule,
    'outside/log.jsonl': log,
    ...goodFiles,
  })
  process.chdir(join(root, 'project'))
  writeHostile('.', fileRows, indices)
}

interface Invocation {
  readonly verb: Verb
  readonly argv: readonly string[]
  readonly format: Format
}

const invocations: readonly Invocation[] = [
  { verb: 'check', argv: ['check'], format: 'human' },
  { verb: 'check', argv: ['check', '--format', 'json'], format: 'json' },
  { verb: 'check', argv: ['check', '--format', 'sarif'], format: 'sarif' },
  { verb: 'check', argv: ['check', '--format', 'github'], format: 'github' },
  { verb: 'test', argv: ['test'], format: 'human' },
  { verb: 'test', argv: ['test', '--format', 'json'], format: 'json' },
  { verb: 'fmt', argv: ['fmt', '--check'], format: 'human' },
  { verb: 'compile', argv: ['compile'], format: 'human' },
]

const read = async ({ argv, format }: Invocation) => {
  const ended = await tripline(argv)
  const text = format === 'human' ? shown(ended) : ended.stdout
  return { ended, found: finders[format](text) }
}

const message = ({ at, id, says = '' }: Said, index: number): Found => ({
  id,
  at: expect.stringContaining(pathFor(at, index)),
  text: expect.stringContaining(says),
})

const expectSaid = (verb: Verb, found: readonly Found[]): void => {
  for (const [index, { said }] of fileRows.entries())
    if (said?.verbs.includes(verb)) expect(found).toContainEqual(message(said, index))
}

const reporters = ['junit', 'json', 'sarif'].flatMap(name => ['--reporter', `${name}=${name}`])

/** Of all cases, those of good files, by name. */
const passes = (cases: readonly { readonly rule: string; readonly status: string }[]) =>
  cases.filter(one => one.status === 'passed' && one.rule.includes('good')).map(one => one.rule)

const goodCases = names.flatMap(name => [`detections/${name}.yaml`, `detections/${name}.yaml`])

describe('good files beside all hostile ones', () => {
  beforeAll(() => enterProject(fileRows.keys()))

  test.each(invocations)('$argv', async invocation => {
    const { ended, found } = await read(invocation)
    expect(ended.code, ended.stderr).toBe(2)
    expectSaid(invocation.verb, found)
    expect(found.filter(({ at }) => at.includes('good') || !/^(detections|logs)\/x\d\d/.test(at))).toEqual([])
  })

  test('pass their tests, in every report', async () => {
    const { code, stdout, stderr } = await tripline(['test', '--format', 'json', ...reporters])
    expect(code, stderr).toBe(2)
    expect(passes(JSON.parse(stdout).cases)).toEqual(goodCases)
    expect(passes(JSON.parse(readFileSync('json', 'utf8')).cases)).toEqual(goodCases)
    const junit = readFileSync('junit', 'utf8')
    const passed = [...junit.matchAll(/<testcase [^>]*classname="([^"]*good[^"]*)"[^>]*\/>/g)]
    expect(passed.map(([, rule]) => rule)).toEqual(goodCases)
    expectSaid('test', finders.sarif(readFileSync('sarif', 'utf8')))
  })

  test('are formatted, compiled and run', async () => {
    for (const argv of [
      ['fmt', ...names.map(name => `detections/${name}.yaml`)],
      ['compile', ...names.map(name => `detections/${name}.yaml`)],
      ['run', 'detections/x10-good.yaml', '--data', 'data', '--at', '2026-03-02T10:00:00Z'],
    ]) {
      const { code, stderr } = await tripline(argv)
      expect({ argv, code, stderr }).toEqual({ argv, code: 0, stderr: '' })
    }
  })
})

/** Each row with one of the commands that speak of it, in turn. */
const alone = fileRows.map(({ name, said }, index) => {
  const able = invocations.filter(({ verb }) => said === undefined || said.verbs.includes(verb))
  return [name, able[index % able.length]!, index] as const
})

test.each(alone)('%s alone', async (_, invocation, index) => {
  enterProject([index])
  const { ended, found } = await read(invocation)
  const { said } = fileRows[index]!
  expect(ended.code, ended.stderr).toBe(said?.code ?? 0)
  if (said) expect(found).toContainEqual(message(said, index))
  else expect(found.filter(({ at }) => !at.endsWith('test-missing'))).toEqual([])
})
