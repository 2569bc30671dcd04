import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample, tests } from './sample.ts'

type Files = Readonly<Record<string, string>>

const inRule = (from: string, to: string): Files => ({ 'detections/blocked.yaml': rule.replace(from, to) })
const inTests = (from: string, to: string): Files => ({ 'detections/blocked.test.yaml': tests.replace(from, to) })
const inline = (row: string): Files =>
  inTests('data: { SigninLogs: ../logs/SigninLogs.jsonl }', `rows: { SigninLogs: [${row}] }`)

/** One mistake, and the only finding that reports it. */
const mistakes: readonly (readonly [what: string, files: Files, id: string])[] = [
  ['a rule that is not YAML', inRule('kind: Scheduled', 'kind: ['), 'yaml-malformed'],
  ['a rule that is not a mapping', { 'detections/blocked.yaml': '- a\n' }, 'not-a-rule'],
  ['a misspelt required key', inRule('severity:', 'severty:'), 'unknown-key'],
  ['a misspelt optional key', inRule('description:', 'descripton:'), 'unknown-key'],
  ['a misspelt list of connectors', inRule('requiredDataConnectors:', 'requiredDataConnector:'), 'unknown-key'],
  ['a required key without a value', inRule('severity: High', 'severity:'), 'missing-key'],
  ['a misspelt table', inRule('SigninLogs', 'SigninLog'), 'unknown-table'],
  ['a misspelt column', inRule('| where IPAddress', '| where IPAdress'), 'unknown-name'],
  ['a misspelt function', inRule('IPAddress == address', 'IPAddress == tolwer(address)'), 'unknown-function'],
  ['broken syntax', inRule('| where IPAddress', '| where where IPAddress'), 'kql-syntax'],
  [
    'an undeclared watchlist',
    inRule('"203.0.113.9"', 'toscalar(_GetWatchlist("vips") | project SearchKey)'),
    'watchlist-unknown',
  ],
  ['a misspelt entity type', inRule('entityType: IP', 'entityType: IPP'), 'unknown-value'],
  ['a misspelt identifier', inRule('identifier: Address', 'identifier: Adress'), 'entity-identifier-unknown'],
  ['a misspelt key of a test file', inTests('rule:', 'rle:'), 'unknown-key'],
  ['a misspelt key of a case', inTests('expect:', 'expct:'), 'unknown-key'],
  ['tests that are not YAML', { 'detections/blocked.test.yaml': 'rule: [' }, 'yaml-malformed'],
  ['a misspelt rule of a test', inTests('rule: blocked.yaml', 'rule: blokced.yaml'), 'test-without-rule'],
  ['a rule without tests', { 'detections/blocked.test.yaml': '', 'detections/blocked.yaml': rule }, 'yaml-empty'],
]

test.each(mistakes)('check reports %s once', async (_, files, id) => {
  enterFolder({ ...sample, ...files })
  const { stdout } = await tripline(['check', '--format', 'json'])
  expect(JSON.parse(stdout).diagnostics.map((found: { id: string }) => found.id)).toEqual([id])
})

test.each([
  ['a rule that is not YAML', inRule('kind: Scheduled', 'kind: ['), 'yaml-malformed'],
  ['a misspelt table', inRule('SigninLogs', 'SigninLog'), 'unknown-table'],
  [
    'an undeclared watchlist',
    inRule('"203.0.113.9"', 'toscalar(_GetWatchlist("vips") | project SearchKey)'),
    'undeclared-watchlist',
  ],
  ['a misspelt required key', inRule('severity:', 'severty:'), 'unknown-key'],
  [
    'a misspelt time of a row',
    inline('{ TimeGeneratd: 2026-03-02T09:30:00Z, IPAddress: 203.0.113.9 }'),
    'rows-unknown-column',
  ],
  ['an illegible time of a row', inline('{ TimeGenerated: soon, IPAddress: 203.0.113.9 }'), 'fixture-value'],
])('test shows %s once', async (_, files, id) => {
  enterFolder({ ...sample, ...files })
  const { stdout } = await tripline(['test'])
  expect(stdout.match(/^ +\S+:\d+:\d+ (?:error|warning) (?!case-failed).*$/gm)).toEqual([expect.stringContaining(id)])
})

test('the JSON report has what is wrong with a rule in each of its cases', async () => {
  enterFolder({ ...sample, ...inRule('SigninLogs', 'SigninLog') })
  const { cases } = JSON.parse((await tripline(['test', '--format', 'json'])).stdout)
  expect(cases.map(({ diagnostics }: { diagnostics: object[] }) => diagnostics.length)).toEqual([1, 1])
})

describe('a case with a mistake leaves the others running', () => {
  const third = `${tests}  - name: THIRD\n    at: 2026-03-02T12:00:00Z\n    expect: { alerts: [], reaches: nothing }\n`

  test.each([
    ['an unknown key', 'expect: { alerts: [{', 'expct: { alerts: [{'],
    ['no name', '- name: the blocked address fires\n    data', '- data'],
    ['a time that is none', 'at: 2026-03-02T10:00:00Z', 'at: soon'],
    ['no time', '    at: 2026-03-02T10:00:00Z\n', ''],
    ['an unknown entity type', 'IP: { Address', 'IPP: { Address'],
    ['an unknown identifier', 'IP: { Address', 'IP: { Adress'],
    ['an unknown severity', 'severity: High', 'severity: Hgh'],
    ['a scalar for a case', '  - name: the blocked', '  - nothing\n  - name: the blocked'],
    ['an unknown table', 'data: { SigninLogs:', 'data: { SigninLog:'],
    ['a missing file', '../logs/SigninLogs.jsonl', '../logs/SigninLog.jsonl'],
  ])('%s', async (_, from, to) => {
    enterFolder({ ...sample, 'detections/blocked.test.yaml': third.replace(from, to) })
    const { code, stdout } = await tripline(['test'])
    expect(code).not.toBe(0)
    expect(stdout).toContain('✓ an hour later it stays quiet')
    expect(stdout).toContain('✓ THIRD')
    expect(stdout.match(/ error [a-z]/g)).toHaveLength(1)
  })
})
