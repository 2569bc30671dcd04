import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { expect, test, vi } from 'vitest'
import { readCommandLine } from '../src/command-line/command-line.ts'
import { everywhere, grammar, type VerbName } from '../src/command-line/grammar.ts'
import { plainRequest } from '../src/command-line/plain-request.ts'
import { verbHelp } from '../src/command-line/verb-help.ts'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

test.each([
  [[], 'no command given'],
  [['chekc'], 'check'],
  [['check', '--nope'], 'nope'],
  [['check', '--format', 'xml'], 'sarif'],
  [['check', '--format', 'json', '--format', 'human'], '--format can only be given once'],
  [['plan'], 'workspace'],
  [['query', '--batch', '--data', 'logs'], '--data cannot be used with --batch'],
  [['query', 'print 1', '--batch'], 'a query cannot be used with --batch'],
  [['query', 'print 1', '--root', '.'], '--root cannot be used with recorded logs'],
  [['query', 'print 1', '--show', 'plan', '--data', 'logs'], '--data cannot be used with --show'],
  [['query', '--show', 'sql', '--batch'], '--batch cannot be used with --show'],
  [['query', 'print 1', '--show', 'sql', '--format', 'csv'], '--format csv cannot be used with --show'],
  [['query'], 'either a query or -f FILE'],
  [['run', 'r.yaml', '--data', '.', '--at', 'noon'], '--at noon'],
  [['test', '--filter', '('], '--filter ('],
  [['test', '--reporter', 'junit'], 'junit=FILE'],
  [['test', '--reporter', 'constructor=report.xml'], 'junit=FILE'],
  [['query', 'print 1', '--timeout', 'soon'], '--timeout soon'],
  [['query', 'print 1', '--timeout', '25d'], '--timeout 25d'],
  [['apply'], 'a saved plan or --workspace'],
  [['schema', 'show'], 'name of a table'],
  [['archive'], 'archive needs another word: plan, apply'],
  [['archive', 'paln'], 'archive needs another word: plan, apply'],
  [['archive', 'plan'], 'workspace'],
  [['archive', 'apply'], 'a saved plan or --workspace'],
])('%j is refused as wrong usage', async (argv, said) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await tripline(argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(said)
  expect(stderr).not.toMatch(/\n\s+at /)
})

const verbs = Object.keys(grammar) as VerbName[]

test('help lists every verb, on standard output', async () => {
  const { code, stdout, stderr } = await tripline(['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(Array.from(stdout.matchAll(/^ {2}(\w+(?: \w+)?) {2,}\w/gm), ([, verb]) => verb)).toEqual(verbs)
})

test.each(verbs)('%s --help lists its options, examples and exit codes', async verb => {
  const { code, stdout } = await tripline([...verb.split(' '), '--help'])
  expect(code).toBe(0)
  for (const option of Object.keys({ ...grammar[verb].options, ...everywhere })) expect(stdout).toContain(`--${option}`)
  const [, examples = ''] = /\nExamples:\n([\s\S]+?)\n\n/.exec(stdout) ?? []
  expect(examples).toContain(`  tripline ${verb}`)
  const [, codes = ''] = /\nExit codes:\n([\s\S]+)$/.exec(stdout) ?? []
  expect(Array.from(codes.matchAll(/^ {1,3}(\d+) {2}\S/gm), ([, code]) => Number(code))).toEqual(
    expect.arrayContaining([0, 2, 70]),
  )
})

test.each([['--version'], ['--help'], ...verbs.map(verb => [...verb.split(' '), '--help'])])(
  '%j is answered as the parser of command lines would',
  async (...argv) => {
    const text = plainRequest(argv)
    expect(text?.trim()).toBeTruthy()
    const line = await readCommandLine(argv, {})
    expect(line).toEqual({ kind: 'help', text: expect.any(String) })
    expect(line.kind === 'help' && line.text.trim()).toBe(text?.trim())
  },
)

test.each([
  [],
  ['check'],
  ['check', '--version'],
  ['--version', '--help'],
  ['constructor', '--help'],
  ['chekc', '--help'],
  ['--help', '--help'],
  ['check', 'x', '--help'],
  ['--', '--help'],
])('%j is left to the parser of command lines', (...argv) => {
  expect(plainRequest(argv)).toBeUndefined()
})

test.each([[], ...verbs.map(verb => verb.split(' '))])('help of %j fits 80 columns', async (...argv) => {
  const { stdout } = await tripline([...argv, '--help'])
  expect(stdout.split('\n').filter(line => [...line].length > 80)).toEqual([])
})

// Parsed only: what the command lines do is other tests' business.
test.each(verbs)('the examples of %s are command lines that it takes', async verb => {
  for (const { command } of verbHelp[verb].examples) {
    const words = Array.from(command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, ...quoted]) => quoted.join(''))
    expect(await readCommandLine(words, {})).toMatchObject({ kind: 'command', verb })
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

test('reading a command line lists no folder', async () => {
  const listing = vi.spyOn(fs, 'readdirSync')
  syncBuiltinESMExports()
  try {
    expect((await readCommandLine(['check'], {})).kind).toBe('command')
    expect(listing).not.toHaveBeenCalled()
  } finally {
    listing.mockRestore()
    syncBuiltinESMExports()
  }
})
