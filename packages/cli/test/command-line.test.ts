import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

test.each([
  [[], 'a verb is missing'],
  [['chekc'], 'check'],
  [['check', '--nope'], 'nope'],
  [['check', '--format', 'xml'], 'sarif'],
  [['check', '--format', 'json', '--format', 'human'], '--format is given twice'],
  [['plan'], 'workspace'],
  [['query', '--batch', '--data', 'logs'], '--batch takes no data'],
  [['query'], 'one text'],
  [['run', 'r.yaml', '--data', '.', '--at', 'noon'], '--at noon'],
  [['test', '--filter', '('], '--filter ('],
  [['test', '--reporter', 'junit'], 'junit=FILE'],
  [['test', '--reporter', 'constructor=report.xml'], 'junit=FILE'],
  [['query', 'print 1', '--timeout', 'soon'], '--timeout soon'],
  [['query', 'print 1', '--timeout', '25d'], '--timeout 25d'],
  [['apply'], 'a saved plan, or --workspace'],
  [['schema', 'show'], 'name of a table'],
])('%j is refused as wrong usage', async (argv, said) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await tripline(argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(said)
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('help lists every verb, on standard output', async () => {
  const { code, stdout } = await tripline(['--help'])
  expect(code).toBe(0)
  for (const verb of [
    'init',
    'new',
    'doctor',
    'check',
    'compile',
    'test',
    'run',
    'query',
    'schema',
    'plan',
    'apply',
    'emulator',
  ]) {
    expect(stdout).toContain(`tripline ${verb}`)
  }
})

test('the version is printed alone', async () => {
  expect(await tripline(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('flags beat variables, which beat defaults', async () => {
  enterFolder(sample)
  const human = await tripline(['check'])
  const byVariable = await tripline(['check'], { env: { TRIPLINE_FORMAT: 'json' } })
  const byFlag = await tripline(['check', '--format', 'human'], { env: { TRIPLINE_FORMAT: 'json' } })
  expect(JSON.parse(byVariable.stdout)).toEqual({ files: 2, diagnostics: [] })
  expect(byFlag.stdout).toBe(human.stdout)
  expect(await tripline(['check'], { env: { TRIPLINE_FORMAT: 'yaml' } })).toMatchObject({ code: 2 })
})

test('colours are for terminals whose users want them', async () => {
  enterFolder({ 'tripline.yaml': 'nonsense: 1\n' })
  const coloured = (await tripline(['check'], { terminal: true })).stdout
  expect(coloured).toContain('\u001b[')
  expect((await tripline(['check'])).stdout).not.toContain('\u001b[')
  expect((await tripline(['check'], { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b[')
})
