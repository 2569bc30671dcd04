import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

const broken = rule.replace('| where IPAddress', '| where IPAdress')

test('a sound project has no findings', async () => {
  enterFolder(sample)
  expect(await tripline(['check'])).toEqual({ code: 0, stdout: '1 rule, 1 test file: no findings\n', stderr: '' })
})

test('a finding is told at its position in the rule file, with Kusto’s code', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': broken })
  const { code, stdout } = await tripline(['check', '--format', 'json'])
  expect(code).toBe(1)
  const { files, diagnostics } = JSON.parse(stdout)
  expect(files).toBe(2)
  // The unknown name stands in the 17th line of the file, after `  | where `.
  expect(diagnostics[0]).toMatchObject({
    file: 'detections/blocked.yaml',
    line: 17,
    column: 11,
    endLine: 17,
    endColumn: 19,
    severity: 'error',
    kusto: 'KS142',
  })
})

test('each format reports the same finding', async () => {
  enterFolder({ ...sample, 'detections/blocked.yaml': broken })
  const sarif = JSON.parse((await tripline(['check', '--format', 'sarif'])).stdout)
  expect(sarif.version).toBe('2.1.0')
  expect(sarif.runs[0].results[0].locations[0].physicalLocation.region.startLine).toBe(17)
  expect((await tripline(['check', '--format', 'github'])).stdout).toContain(
    '::error file=detections/blocked.yaml,line=17,',
  )
  expect((await tripline(['check'])).stdout).toContain('detections/blocked.yaml:17:11 error')
})

test('the project is the one nearest above the first path', async () => {
  const root = enterFolder(sample)
  process.chdir('/')
  expect(await tripline(['check', `${root}/detections`])).toMatchObject({ code: 0 })
  expect(await tripline(['check', '--project', root])).toMatchObject({ code: 0 })
  expect(await tripline(['check'])).toMatchObject({ code: 2, stdout: expect.stringContaining('tripline.yaml') })
})

test('findings about several files cover only the project’s own', async () => {
  enterFolder({
    ...sample,
    'drafts/copy.yaml': rule,
    'detections/untested.yaml': rule.replace('2f1b', '3f1b').replace('name: ', 'name: Another '),
  })
  const own = JSON.parse((await tripline(['check', 'detections/untested.yaml', '--format', 'json'])).stdout)
  expect(own.diagnostics.map(({ id }: { id: string }) => id)).toEqual(['test-missing'])
  expect(JSON.parse((await tripline(['check', 'drafts', '--format', 'json'])).stdout).diagnostics).toEqual([])
  expect(
    JSON.parse((await tripline(['check', 'detections/blocked.yaml', '--format', 'json'])).stdout).diagnostics,
  ).toEqual([])
})

test.each([
  ['malformed YAML', { 'detections/blocked.yaml': 'id: [' }, 'detections/blocked.yaml:1:'],
  ['an unknown key in tripline.yaml', { 'tripline.yaml': 'rule: x\n' }, 'tripline.yaml:1:1'],
  [
    'an unknown key in a test',
    { 'detections/blocked.test.yaml': tests.replace('at:', 'when:') },
    'detections/blocked.test.yaml:5:5',
  ],
  ['rules outside of the project', { 'tripline.yaml': 'rules: ..\n' }, 'tripline.yaml:1:8'],
  [
    'a watchlist that is not there',
    { 'tripline.yaml': 'watchlists:\n  A: { file: a.csv, searchKey: x }\n' },
    'tripline.yaml:2:14',
  ],
])('%s makes input unusable, told at its position', async (_, files, position) => {
  enterFolder({ ...sample, ...files })
  const { code, stdout, stderr } = await tripline(['check'])
  expect(code).toBe(2)
  expect(stdout + stderr).toContain(position)
})

test('a path without rules or tests is an error', async () => {
  enterFolder({ ...sample, 'empty/readme.md': '' })
  expect(await tripline(['check', 'empty'])).toMatchObject({ code: 2 })
  expect(await tripline(['check', 'missing'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('missing:1:1'),
  })
})

test('a page explains a finding', async () => {
  expect(await tripline(['check', '--explain', 'id-not-guid'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('# id-not-guid'),
  })
  expect(await tripline(['check', '--explain', 'id-not-giud'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did you mean id-not-guid?'),
  })
})

test.each([
  [['check'], { files: 0 }],
  [['test'], { cases: [], passed: 0 }],
])('%j prints a document even if no project can be read', async (argv, document) => {
  enterFolder({ 'tripline.yaml': 'rules: [' })
  const { code, stdout, stderr } = await tripline([...argv, '--format', 'json'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ ...document, diagnostics: [{ file: 'tripline.yaml', severity: 'error' }] })
})

test.each([
  ['unsupported-operator', 'A tabular operator'],
  ['unknown-name', '# unknown-name'],
  ['KS142', 'official KQL parser'],
])('--explain %s says what it means', async (code, says) => {
  const { code: exitCode, stdout } = await tripline(['check', '--explain', code])
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining(says)])
})

test('--explain of a code that does not exist names the nearest', async () => {
  const { code, stderr } = await tripline(['check', '--explain', 'unsuported-operator'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean unsupported-operator?')])
})

const automation = `id: 73e01a99-5cd7-4139-a149-9f2736ff2ab5
name: Close incidents of the scanner
order: 10
triggeringLogic: { triggersOn: Incidents, triggersWhen: Created }
actions:
  - { actionType: ModifyProperties, actionConfiguration: { status: Closed } }
`

test('automation rules are judged with the project, and by their path', async () => {
  enterFolder({ 'tripline.yaml': 'rules: []\n', 'automation/close.yaml': automation })
  const whole = { code: 0, stdout: '0 rules, 1 automation rule, 0 test files: no findings\n', stderr: '' }
  expect(await tripline(['check'])).toMatchObject(whole)
  expect(await tripline(['check', 'automation/close.yaml'])).toMatchObject(whole)
  enterFolder({
    'tripline.yaml': 'rules: []\n',
    'automation/close.yaml': automation.replace('Incidents,', 'Incident,'),
  })
  expect(await tripline(['check', 'automation'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('automation/close.yaml:4:32 error unknown-value'),
  })
})
