import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'

test('a project begins sound: no findings, its tests pass', async () => {
  enterFolder({})
  expect(await tripline(['init', 'soc'])).toEqual({
    code: 0,
    stdout: `${[
      'soc/tripline.yaml',
      'soc/detections/failed-sign-ins.yaml',
      'soc/detections/failed-sign-ins.test.yaml',
      'soc/.schemas/project.json',
      'soc/.schemas/rule.json',
      'soc/.schemas/test.json',
    ].join('\n')}\n`,
    stderr: '',
  })
  expect(await tripline(['check', 'soc/detections'])).toMatchObject({
    code: 0,
    stdout: '1 rule, 1 test file: no findings\n',
  })
  expect(await tripline(['test', '--project', 'soc'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 passed'),
  })
})

test('a new rule has its own name and id, and passing tests', async () => {
  enterFolder({ 'tripline.yaml': 'rules: detections\n' })
  expect(await tripline(['new', 'detections/identity/guessed-passwords.yml'])).toMatchObject({ code: 0 })
  expect(readFileSync('detections/identity/guessed-passwords.yml', 'utf8')).toContain(
    'id: 11111111-2222-4333-8444-555555555555\nname: "Guessed passwords"\n',
  )
  expect(await tripline(['test'])).toMatchObject({ code: 0 })
})

test('new files point editors to the schemas of the project', async () => {
  enterFolder({ 'tripline.yaml': 'rules: detections\n', '.schemas/test.json': '{}' })
  const { stdout } = await tripline(['new', 'detections/identity/a.yaml'])
  expect(stdout).toBe(
    'detections/identity/a.yaml\ndetections/identity/a.test.yaml\n.schemas/project.json\n.schemas/rule.json\n',
  )
  for (const [file, kind] of [
    ['a.yaml', 'rule'],
    ['a.test.yaml', 'test'],
  ]) {
    const [first] = readFileSync(`detections/identity/${file}`, 'utf8').split('\n')
    expect(first).toBe(`# yaml-language-server: $schema=../../.schemas/${kind}.json`)
  }
  expect(readFileSync('.schemas/test.json', 'utf8')).toBe('{}')
  expect(await tripline(['schema', 'files'])).toMatchObject({ code: 0, stdout: expect.stringContaining('test.json\n') })
  expect(JSON.parse(readFileSync('.schemas/test.json', 'utf8'))).toMatchObject({
    title: 'a test of a rule of Tripline',
  })
  expect(await tripline(['fmt', '--check', 'detections'])).toMatchObject({ code: 0 })
})

test('outside a project, new creates no schemas', async () => {
  enterFolder({})
  expect(await tripline(['new', 'a.yaml'])).toMatchObject({ code: 0, stdout: 'a.yaml\na.test.yaml\n' })
  expect(readFileSync('a.yaml', 'utf8')).toMatch(/^id: /)
  expect(await tripline(['schema', 'files'])).toMatchObject({ code: 2, stdout: '' })
})

test.each([['rule.txt'], ['rule.test.yaml'], ['detections/.yaml']])('%s is not the path of a rule', async path => {
  const root = enterFolder({})
  expect(await tripline(['new', path])).toMatchObject({ code: 2, stdout: '' })
  expect(readdirSync(root)).toEqual([])
})

test('what is there already is left alone, and nothing is written beside it', async () => {
  const root = enterFolder({ 'tripline.yaml': '# mine\n' })
  expect(await tripline(['init'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('tripline.yaml already exists'),
  })
  expect(readdirSync(root)).toEqual(['tripline.yaml'])
  expect(readFileSync('tripline.yaml', 'utf8')).toBe('# mine\n')
})

test('doctor tries what commands need', async () => {
  enterFolder({ 'tripline.yaml': 'workspaces: { local: {} }\n' })
  expect(await tripline(['doctor'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('✓ database: runs a query\n'),
  })
  const { code, stdout } = await tripline(['doctor', '--workspace', 'local', '--format', 'json'])
  expect(code).toBe(2)
  expect(JSON.parse(stdout).examined.filter(({ ok }: { ok: boolean }) => !ok)).toMatchObject([
    { what: 'workspace local' },
  ])
})
