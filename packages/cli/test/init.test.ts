import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

describe('.gitignore', () => {
  test.each([
    ['', '.tripline/\n'],
    ['node_modules/\n', 'node_modules/\n.tripline/\n'],
    ['node_modules/', 'node_modules/\n.tripline/\n'],
    ['.tripline\nout/\n', '.tripline\nout/\n'],
    ['/.tripline/\n', '/.tripline/\n'],
  ])('that is %j becomes %j', async (before, after) => {
    enterFolder({ '.gitignore': before })
    expect(await tripline(['init'])).toMatchObject({ code: 0 })
    expect(readFileSync('.gitignore', 'utf8')).toBe(after)
  })
})

describe('init --from', () => {
  const untested = rule
    .replace('2f1bd6c5', '3f1bd6c5')
    .replace('Sign-in from a blocked', 'Another sign-in from a blocked')
  const existing = {
    'rules/blocked.yaml': rule,
    'rules/blocked.test.yaml': tests,
    'rules/more/other.yaml': untested,
    'logs/SigninLogs.jsonl': sample['logs/SigninLogs.jsonl']!,
  }

  test('accepts present findings, says which tests are missing, and writes no example', async () => {
    enterFolder(existing)
    const { code, stdout, stderr } = await tripline(['init', '--from', 'rules'])
    expect(code).toBe(0)
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['tripline.yaml', 'baseline.json']))
    expect(stderr).toContain('2 rules, 1 test file: 1 rule without tests; baseline.json accepts 1 finding\n')
    expect(stderr).toContain('tripline check --baseline baseline.json')
    expect(readFileSync('tripline.yaml', 'utf8')).toContain('rules: rules\n')
    expect(existsSync('detections')).toBe(false)
    expect(await tripline(['check'])).toMatchObject({ code: 1 })
    expect(await tripline(['check', '--baseline', 'baseline.json'])).toMatchObject({ code: 0 })
    expect(await tripline(['test'])).toMatchObject({ code: 0 })
  })

  test('reports what is new', async () => {
    enterFolder(existing)
    await tripline(['init', '--from', 'rules'])
    await tripline(['new', 'rules/typo.yaml', '--table', 'AzureActivity'])
    const text = readFileSync('rules/typo.yaml', 'utf8')
    writeFileSync('rules/typo.yaml', text.replace('  AzureActivity\n', '  AzureActivty\n'))
    expect(await tripline(['check', '--baseline', 'baseline.json'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('did you mean AzureActivity?'),
    })
  })

  test('takes the folder of the project itself', async () => {
    enterFolder({ 'blocked.yaml': rule })
    expect(await tripline(['init', '--from', '.'])).toMatchObject({ code: 0 })
    expect(await tripline(['check', '--baseline', 'baseline.json'])).toMatchObject({ code: 0 })
  })

  test('shows what cannot be read, since a baseline cannot accept it', async () => {
    enterFolder({ ...existing, 'rules/broken.yaml': 'name: [' })
    expect(await tripline(['init', '--from', 'rules'])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('baseline.json'),
      stderr: expect.stringContaining('rules/broken.yaml:'),
    })
  })

  test.each([
    ['a folder that does not exist', ['--from', 'nowhere'], 'nowhere cannot be read'],
    ['a folder without rules', ['--from', 'empty'], 'no rules found in empty'],
    ['a folder outside the project', ['soc', '--from', 'rules'], 'expected a folder inside soc'],
  ])('refuses %s', async (_, argv, says) => {
    enterFolder({ ...existing, 'empty/readme.md': '' })
    const before = readdirSync('.').concat('soc')
    expect(await tripline(['init', ...argv])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(says),
    })
    expect(before).toEqual(expect.arrayContaining(readdirSync('.')))
  })

  test.each(['tripline.yaml', 'baseline.json'])('overwrites no %s', async name => {
    enterFolder({ ...existing, [name]: 'mine' })
    expect(await tripline(['init', '--from', 'rules'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`${name} already exists`),
    })
    expect(readFileSync(name, 'utf8')).toBe('mine')
  })
})
