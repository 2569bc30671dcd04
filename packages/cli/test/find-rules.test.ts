import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

const other = rule
  .replace('2f1bd6c5', '3f1bd6c5')
  .replace('Sign-in from a blocked address', 'Password spray by one address')

/** `blocked` and `guessing/many-accounts`, each with two cases; the tests of the second lie elsewhere. */
const two = {
  ...sample,
  'tripline.yaml': 'rules: [detections, tests]\n',
  'detections/guessing/many-accounts.yaml': other,
  'tests/spray.test.yaml': tests.replace('blocked.yaml', '../detections/guessing/many-accounts.yaml'),
}

describe('test', () => {
  test.each([
    ['the file of a rule', ['detections/blocked.yaml'], ['detections/blocked.yaml']],
    ['a rule whose tests lie elsewhere', ['detections/guessing/many-accounts.yaml'], ['many-accounts.yaml']],
    ['a part of a path', ['many-acc'], ['many-accounts.yaml']],
    ['a part of a name, in any case', ['PASSWORD spray'], ['many-accounts.yaml']],
    ['a part of an id', ['3f1bd6c5'], ['many-accounts.yaml']],
    ['the whole name of a file before a part of others', ['blocked'], ['detections/blocked.yaml']],
    ['a part of both', ['address'], ['detections/blocked.yaml', 'many-accounts.yaml']],
    ['two rules', ['detections/blocked.yaml', 'spray'], ['detections/blocked.yaml', 'many-accounts.yaml']],
    ['a rule and its test file, once', ['detections/blocked.yaml', 'detections/blocked.test.yaml'], ['blocked.yaml']],
  ])('runs the tests of %s', async (_, paths, rules) => {
    enterFolder(two)
    const { code, stdout } = await tripline(['test', ...paths])
    expect(code).toBe(0)
    for (const path of rules) expect(stdout).toContain(`${path}\n`)
    expect(stdout).toContain(`${2 * rules.length} cases: ${2 * rules.length} passed`)
  })

  test('runs a broken test file that is named after its rule, rather than pass over it', async () => {
    enterFolder({ ...two, 'detections/blocked.test.yaml': 'rule: [' })
    expect(await tripline(['test', 'detections/blocked.yaml'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('detections/blocked.test.yaml:1:'),
    })
  })

  // The spellings of a scalar in YAML 1.2: escapes, escaped line breaks, blocks, quotes.
  test.each([
    ['an escape', 'rule: "../detections/block\\x65d.yaml"\n'],
    ['a long escape', 'rule: "../detections/block\\u0065d.y\\U00000061ml"\n'],
    ['an escaped line break', 'rule: "../detections/blo\\\n  cked.yaml"\n'],
    ['an escaped line break of Windows', 'rule: "../detections/blo\\\r\n  cked.yaml"\n'],
    ['a folded block', 'rule: >-\n  ../detections/blocked.yaml\n'],
    ['a quoted key', '"rule": \'../detections/blocked.yaml\'\n'],
  ])('finds the tests of a rule that they spell with %s', async (_, line) => {
    enterFolder({
      'tripline.yaml': 'rules: [detections, tests]\n',
      'detections/blocked.yaml': rule,
      'logs/SigninLogs.jsonl': sample['logs/SigninLogs.jsonl']!,
      'tests/elsewhere.test.yaml': tests.replace('rule: blocked.yaml\n', line),
    })
    const { stdout } = await tripline(['test', 'detections/blocked.yaml'])
    expect(stdout).toContain('2 cases: 2 passed')
  })

  test('says which rule has no tests', async () => {
    enterFolder({ 'tripline.yaml': 'rules: detections\n', 'detections/blocked.yaml': rule })
    expect(await tripline(['test', 'blocked'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no test file tests detections\/blocked.yaml\n.*detections\/blocked.test.yaml/),
    })
  })
})

describe('run', () => {
  const run = (name: string) => tripline(['run', name, '--data', 'logs', '--at', '2026-03-02T10:00:00Z'])

  test.each(['blocked', 'Sign-in from', '2F1BD6C5', 'detections/blocked'])('finds the rule %s', async name => {
    enterFolder(two)
    expect(await run(name)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 alert') })
  })

  test('lists the rules if several match', async () => {
    enterFolder(two)
    expect(await run('address')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(
        'address matches 2 rules: detections/blocked.yaml, detections/guessing/many-accounts.yaml',
      ),
    })
  })

  test('asks for the rule where a test file is named', async () => {
    enterFolder(two)
    const { code, stderr } = await run('tests/spray.test.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('detections/guessing/many-accounts.yaml')
    expect(stderr.match(/ error /g)).toHaveLength(1)
  })
})

describe.each([
  ['test', []],
  ['run', ['--data', 'logs', '--at', '2026-03-02T10:00:00Z']],
  ['check', []],
  ['fmt', []],
  ['compile', []],
])('%s suggests', (verb, options) => {
  test.each([
    ['blokced', 'blocked'],
    ['detections/blcked.yaml', 'detections/blocked.yaml'],
    ['Pasword spray by one address', 'Password spray by one address'],
  ])('for %s: %s', async (wrong, right) => {
    enterFolder(two)
    const { code, stdout, stderr } = await tripline([verb, wrong, ...options])
    expect(code).toBe(2)
    expect(stdout + stderr).toContain(`did you mean ${right}?`)
  })
})

test.each([['check'], ['compile']])('%s takes a part of a name', async verb => {
  enterFolder(two)
  const { code, stdout } = await tripline([verb, 'spray'])
  expect(code).toBe(0)
  expect(stdout).toContain(verb === 'check' ? '1 rule, ' : 'Password spray by one address')
  expect(stdout).not.toContain('Sign-in from a blocked address')
})
