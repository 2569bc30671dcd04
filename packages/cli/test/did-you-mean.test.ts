import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

const run = ['run', 'detections/blocked.yaml', '--data', 'logs', '--at', '2026-03-02T10:00:00Z']
const ask = (kql: string) => ['query', kql, '--data', 'logs']

/** A name that is chosen from a list, misspelt on the command line, and what is suggested. */
const onTheCommandLine: readonly (readonly [list: string, argv: readonly string[], meant: string])[] = [
  ['verbs', ['tset'], 'test'],
  ['options', ['test', '--filtr', 'x'], '--filter'],
  ['options of every verb', ['check', '--projct', 'x'], '--project'],
  ['formats', [...ask('print 1'), '--format', 'jsno'], 'json'],
  ['targets', ['compile', '--target', 'terrafrom'], 'terraform'],
  ['kinds', ['new', 'a.yaml', '--kind', 'Scheduld'], 'Scheduled'],
  ['what a schema command does', ['schema', 'lst'], 'list'],
  ['reporters', ['test', '--reporter', 'jnuit=x'], 'junit'],
  ['checks', ['check', '--explain', 'test-mising'], 'test-missing'],
  ['findings about queries', ['check', '--explain', 'unknwon-table'], 'unknown-table'],
  ['codes of refusals', ['check', '--explain', 'unsupported-operater'], 'unsupported-operator'],
  ['workspaces', ['plan', '--workspace', 'prd'], 'prod'],
  ['tables', ['schema', 'show', 'SigninLog'], 'SigninLogs'],
  ['tables of a new rule', ['new', 'a.yaml', '--table', 'SigninLog'], 'SigninLogs'],
  ['tables of a query', ask('SigninLog | count'), 'SigninLogs'],
  ['columns of a query', ask('SigninLogs | where IPAdress == ""'), 'IPAddress'],
  ['functions of a query', ask('print strlne("")'), 'strlen'],
  ['columns of a result', [...ask('print Account = 1'), '--columns', 'Acount'], 'Account'],
  ['parameters', [...run, '--param', 'adress=x'], 'address'],
  ['workspaces to examine', ['doctor', '--workspace', 'prd'], 'prod'],
  ['rules', ['test', 'detections/blcked.yaml'], 'detections/blocked.yaml'],
]

test.each(onTheCommandLine)('%s', async (_, argv, meant) => {
  enterFolder(sample)
  const { code, stdout, stderr } = await tripline(argv)
  expect(code).not.toBe(0)
  expect(stdout + stderr).toContain(`did you mean ${meant}?`)
})

const watchlists = 'watchlists: { vips: { file: vips.csv, searchKey: Name } }\n'
const inRule = (from: string, to: string) => ({ 'detections/blocked.yaml': rule.replace(from, to) })
const inTests = (from: string, to: string) => ({ 'detections/blocked.test.yaml': tests.replace(from, to) })
const config = (text: string) => ({ 'tripline.yaml': text, 'vips.csv': 'Name\nann\n' })

/** The same in a file. */
const inFiles: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[], string])[] = [
  ['keys of tripline.yaml', config('workspces: { local: {} }\n'), ['check'], 'workspaces'],
  ['keys of a rule', inRule('queryPeriod', 'queryPeriode'), ['check'], 'queryPeriod'],
  ['keys of a case', inTests('expect:', 'expct:'), ['check'], 'expect'],
  ['severities', inRule('severity: High', 'severity: Hihg'), ['check'], 'High'],
  ['kinds of rule', inRule('kind: Scheduled', 'kind: Scheduld'), ['check'], 'Scheduled'],
  ['tactics', inRule('InitialAccess', 'InitalAccess'), ['check'], 'InitialAccess'],
  ['entity types', inRule('entityType: IP', 'entityType: IPs'), ['check'], 'IP'],
  ['identifiers', inRule('identifier: Address', 'identifier: Adress'), ['check'], 'Address'],
  ['mapped columns', inRule('columnName: IPAddress', 'columnName: IPAdress'), ['check'], 'IPAddress'],
  ['tables of a rule', inRule('SigninLogs', 'SigninLog'), ['check'], 'SigninLogs'],
  ['tables of a rule that is run', inRule('SigninLogs', 'SigninLog'), run, 'SigninLogs'],
  ['columns of a rule that is run', inRule('where IPAddress', 'where IPAdress'), run, 'IPAddress'],
  ['recorded tables', { 'logs/SigninLog.jsonl': '' }, run, 'SigninLogs'],
  ['rules of tests', inTests('rule: blocked', 'rule: blokced'), ['check'], 'blocked.yaml'],
  [
    'watchlists',
    { ...config(watchlists), ...inRule('"203.0.113.9"', 'toscalar(_GetWatchlist("vip") | project SearchKey)') },
    ['check'],
    'vips',
  ],
  ['watchlists of a query', config(watchlists), ask('_GetWatchlist("vip")'), 'vips'],
  [
    'parameters of a workspace',
    { 'tripline.yaml': sample['tripline.yaml']!.replace('{ address:', '{ adress:') },
    ['check'],
    'address',
  ],
  ['tables of a case', inTests('data: { SigninLogs', 'data: { SigninLog'), ['test'], 'SigninLogs'],
  ['tables of a case that is checked', inTests('data: { SigninLogs', 'data: { SigninLog'), ['check'], 'SigninLogs'],
  [
    'columns of a case',
    inTests('data: { SigninLogs: ../logs/SigninLogs.jsonl }', 'rows: { SigninLogs: [{ IPAdress: 1.1.1.1 }] }'),
    ['test'],
    'IPAddress',
  ],
]

test.each(inFiles)('%s', async (_, files, argv, meant) => {
  enterFolder({ ...sample, ...files })
  const { stdout, stderr } = await tripline(argv)
  expect(stdout + stderr).toContain(`did you mean ${meant}?`)
})

describe('what is missing is named', () => {
  test('an option', async () => {
    enterFolder(sample)
    const { code, stderr } = await tripline(['run', 'blocked', '--data', 'logs'])
    expect(code).toBe(2)
    expect(stderr).toContain('pass --at TIME')
  })

  test('the time of a query', async () => {
    enterFolder(sample)
    const { code, stderr } = await tripline(ask('SigninLogs | where TimeGenerated > ago(1d)'))
    expect(code).toBe(1)
    expect(stderr).toContain('pass --at TIME')
  })
})
