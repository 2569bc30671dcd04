import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'

const file = `name: FailedSignIns
builtIn: _Failed_SignIns
description: Sign-ins that failed since a time.
parameters: "(since:datetime)"
body: |
  SigninLogs
  | where TimeGenerated > since and ResultType != "0"
`

/** A rule that calls the function, by either name. */
const caller = (name: string) => rule.replace(/^ {2}SigninLogs$/m, `  ${name}(ago(1h))`)

test.each(['FailedSignIns', '_Failed_SignIns'])('rules call functions of the folder functions: %s', async name => {
  enterFolder({ ...sample, 'functions/failed.yaml': file, 'detections/blocked.yaml': caller(name) })
  expect(await tripline(['check'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 rule, 1 function, 1 test file'),
  })
  expect(await tripline(['test'])).toMatchObject({ code: 0 })
  expect(await tripline(['query', `${name}(datetime(2026-01-01)) | count`])).toMatchObject({ code: 0 })
})

test('tripline.yaml names folders of functions, alone or beside functions with files of KQL', async () => {
  enterFolder({
    ...sample,
    'tripline.yaml': 'functions:\n  - library\n  - Recent: { file: recent.kql }\n  - more/parsers\n',
    'library/deep/failed.yaml': file,
    'recent.kql': 'SigninLogs | where TimeGenerated > ago(1h)',
    'more/parsers/empty.yaml': 'name: Empty\nbody: print x = 1\n',
  })
  for (const call of ['FailedSignIns(now())', 'Recent', 'Empty()'])
    expect(await tripline(['query', call, '--at', '2026-03-02T10:00:00Z']), call).toMatchObject({ code: 0 })
})

test('check of a function stands alone, and points into its body and parameters', async () => {
  enterFolder({
    'functions/a.yaml': file.replace('ResultType', 'ResultTyp'),
    'functions/b.yaml': 'name: B\nparameters: (since:datetim)\nbody: FailedSignIns(ago(1h))\n',
    'functions/c.yaml': 'name: C\nbody: FailedSignIn(ago(1h))\n',
  })
  const { code, stdout } = await tripline(['check', 'functions'])
  expect(code).toBe(1)
  expect(stdout).toContain('functions/a.yaml:7:37 error unknown-name')
  expect(stdout).toMatch(/functions\/b\.yaml:2:20 error kql/)
  expect(stdout).toContain('functions/c.yaml:2:7 error unknown-function')
  expect(stdout).toContain('did you mean FailedSignIns?')
  expect(stdout).toContain('0 rules, 3 functions, 0 test files: 3 errors')
})

test.each([
  ['no body', 'name: A\n', 'functions/a.yaml:1:1 error missing-key'],
  ['a key of something else', `${file}severity: High\n`, 'functions/a.yaml:8:1 error unknown-key'],
  ['a name that nothing can call', file.replace('FailedSignIns', 'Failed Sign-ins'), 'functions/a.yaml:1:7 error'],
  ['YAML that ends early', `${file}parameters: "(`, 'functions/a.yaml:8'],
])('refuses a file of functions with %s', async (_, text, expected) => {
  enterFolder({ ...sample, 'functions/a.yaml': text })
  const { code, stdout, stderr } = await tripline(['check'])
  expect(code).toBe(2)
  expect(`${stdout}${stderr}`).toContain(expected)
})

test('a name is described once, and no functions lie among rules', async () => {
  enterFolder({ ...sample, 'functions/a.yaml': file, 'functions/b.yaml': 'name: _Failed_SignIns\nbody: SigninLogs\n' })
  expect(await tripline(['check'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('functions/b.yaml:1:7 error function-twice'),
  })
  enterFolder({ ...sample, 'tripline.yaml': 'functions: detections/functions\n', 'detections/functions/a.yaml': file })
  expect(await tripline(['check'])).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('tripline.yaml:1:12 error functions-among-rules'),
  })
})

test('fmt formats functions', async () => {
  enterFolder({ ...sample, 'functions/a.yaml': 'body: SigninLogs|count # all\nname: A\n' })
  expect(await tripline(['fmt', '--write'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('functions/a.yaml'),
  })
  expect(readFileSync('functions/a.yaml', 'utf8')).toBe('name: A\nbody: |\n  SigninLogs | count\n')
  expect(await tripline(['fmt', 'functions'])).toMatchObject({ code: 0, stdout: '' })
})
