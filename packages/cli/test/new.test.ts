import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { loadRule } from '@tripline/rules'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
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
      'soc/.schemas/logs.json',
      'soc/.schemas/function.json',
      'soc/.schemas/automation.json',
      'soc/.gitignore',
    ].join('\n')}\n`,
    stderr: expect.stringMatching(/^\nNext:\n {2}cd soc +go to the project\n {2}tripline check/),
  })
  expect(readFileSync('soc/.gitignore', 'utf8')).toBe('.tripline/\n')
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
    'detections/identity/a.yaml\ndetections/identity/a.test.yaml\n.schemas/project.json\n.schemas/rule.json\n.schemas/logs.json\n.schemas/function.json\n.schemas/automation.json\n',
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

describe('new over a table', () => {
  const { names } = loadCatalogue()
  const favourites = [
    'SigninLogs',
    'AzureActivity',
    'SecurityEvent',
    'DeviceProcessEvents',
    'CommonSecurityLog',
    'Syslog',
  ]
  const sampled = [...favourites, ...names.filter((_, index) => index % 150 === 7)]

  test.each(['Scheduled', 'NRT'])('writes %s rules without errors, with passing tests', async kind => {
    enterFolder({ 'tripline.yaml': 'rules: detections\n' })
    for (const table of sampled) {
      const options = ['--table', table, '--kind', kind, '--name', `Odd ${table}`]
      const ended = await tripline(['new', `detections/${table}.yaml`, ...options], { uuid: randomUUID })
      expect(ended).toMatchObject({ code: 0, stderr: '' })
    }
    const { stdout } = await tripline(['check', '--format', 'json'])
    expect(JSON.parse(stdout).diagnostics.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual(
      [],
    )
    const { code, stdout: tested } = await tripline(['test'])
    expect(tested).toContain(`${2 * sampled.length} cases: ${2 * sampled.length} passed`)
    expect(code).toBe(0)
    expect(await tripline(['fmt', '--check', 'detections'])).toMatchObject({ code: 0 })
  })

  test.each(['a\nseverity: High', '  indented', '"quoted" # not a comment', "it's: {a}", 'tab\t\u0001', '- x'])(
    'keeps the name %j as it is',
    async name => {
      enterFolder({ 'tripline.yaml': 'rules: detections\n' })
      expect(await tripline(['new', 'detections/a.yaml', `--name=${name}`])).toMatchObject({ code: 0 })
      const { draft } = loadRule({ path: 'a.yaml', text: readFileSync('detections/a.yaml', 'utf8') })
      expect(draft).toMatchObject({ name: { value: name }, severity: { value: 'Medium' } })
    },
  )

  test('maps the entities that the table names', async () => {
    enterFolder({ 'tripline.yaml': 'rules: detections\n' })
    await tripline(['new', 'detections/a.yaml', '--table', 'DeviceLogonEvents', '--name', 'Odd logon'])
    const written = readFileSync('detections/a.yaml', 'utf8')
    expect(written).toContain('name: "Odd logon"\n')
    expect(written).toContain('  DeviceLogonEvents\n')
    expect(written).toContain('{ identifier: FullName, columnName: DeviceName }')
    expect(written).toContain('{ identifier: Address, columnName: RemoteIP }')
  })

  test('writes a hunting query alone', async () => {
    enterFolder({ 'tripline.yaml': 'rules: detections\n' })
    expect(await tripline(['new', 'detections/a.yaml', '--table', 'AzureActivity', '--kind', 'Hunting'])).toMatchObject(
      {
        code: 0,
        stdout: expect.not.stringContaining('test.yaml'),
      },
    )
    expect(await tripline(['check'])).toMatchObject({ code: 0 })
  })

  test('takes the custom tables of the project', async () => {
    enterFolder({
      'tripline.yaml': 'rules: detections\n',
      'schemas/Door_CL.yaml': 'table: Door_CL\ncolumns: { TimeGenerated: datetime, Badge: string }\n',
    })
    expect(await tripline(['new', 'detections/a.yaml', '--table', 'Door_CL'])).toMatchObject({ code: 0, stderr: '' })
    expect(await tripline(['test'])).toMatchObject({ code: 0 })
  })

  test('suggests the table that was meant, and writes nothing', async () => {
    enterFolder({})
    expect(await tripline(['new', 'a.yaml', '--table', 'SigninLog'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean SigninLogs?'),
    })
    expect(readdirSync('.')).toEqual([])
  })
})
