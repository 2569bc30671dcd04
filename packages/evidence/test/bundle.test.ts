import { expect, test } from 'vitest'
import { evidenceBundle } from '../src/index.ts'
import { nothing, reading, rule } from './sample-evidence.ts'

/** Secrets in the forms in which Azure has them; each has the word that must not come out. */
const secrets: readonly unknown[] = [
  'https://st.blob.core.windows.net/c?sv=2024&sig=CANARY%2Babcdefgh%3D&se=2026',
  'DefaultEndpointsProtocol=https;AccountName=st;AccountKey=CANARYabcdefgh==;EndpointSuffix=core.windows.net',
  'Authorization: Bearer CANARYabcdefghijklmnop',
  `eyJCANARY${'x'.repeat(20)}.abc.def`,
  { clientSecret: 'CANARY' },
  { nested: [{ primarySharedKey: 'CANARY', accessKey: 'CANARY' }] },
  { password: 'CANARY' },
]

test.each(secrets)('a secret in an answer does not get into a file: %j', secret => {
  const files = evidenceBundle({ ...nothing, readings: new Map([['tables', [reading({ properties: secret })]]]) })
  for (const text of files.values()) expect(text).not.toContain('CANARY')
  expect(JSON.parse(files.get('as-read/tables.json')!)[0].redacted).toBe(true)
})

test('an answer without secrets is as it was read', () => {
  const body = {
    value: [{ name: 'SigninLogs', properties: { totalRetentionInDays: 2556, query: 'T | where token == "a"' } }],
  }
  const files = evidenceBundle({ ...nothing, readings: new Map([['tables', [reading(body)]]]) })
  expect(JSON.parse(files.get('as-read/tables.json')!)).toEqual([
    { request: 'GET /tables', at: '1970-01-01T00:00:00.000Z', principal: null, requestId: null, status: 200, body },
  ])
})

// https://owasp.org/www-community/attacks/CSV_Injection
test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('no cell is a formula of a spreadsheet: %j', name => {
  const files = evidenceBundle({ ...nothing, rules: [{ ...rule, name }] })
  expect(files.get('rules.csv')).toContain(`,'${name},`)
})

test('cells are quoted as RFC 4180 wants it', () => {
  const files = evidenceBundle({ ...nothing, rules: [{ ...rule, name: 'a "b", c\nd' }] })
  expect(files.get('rules.csv')).toContain(',"a ""b"", c\nd",')
})

test('sections are supported by files that the bundle has, and by rules that are in force', () => {
  const rules = [
    rule,
    { ...rule, id: 'r2', name: 'Dump', isEqual: false, cites: ['164.312(b)', '164.308(a)(5)(ii)(C)'] },
  ]
  const lines = evidenceBundle({ ...nothing, rules })
    .get('controls.csv')!
    .trimEnd()
    .split('\r\n')
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^45 CFR 164\.312\(b\),Audit controls,"SP 800-66r2, Audit Controls",1 of 2 rules .*: Spray; Dump,rules\.csv,/,
    ),
  )
  expect(lines).toContainEqual(
    expect.stringMatching(/^45 CFR 164\.308\(a\)\(5\)\(ii\)\(C\),,,0 of 1 rules .*: Dump,rules\.csv,/),
  )
  expect(lines.filter(line => line.includes('as-read/tables.json'))).toEqual([])
  expect(lines.join('\n')).not.toMatch(/compl(?:y|ies|iant)/i)
})

test('a rule of which nothing is known in the workspace is listed, and not as different', () => {
  const { live: _, isEqual: __, ...unread } = rule
  const files = evidenceBundle({ ...nothing, rules: [unread] })
  expect(files.get('rules.csv')!.split('\r\n')[1]).toBe('alertRules,r1,Spray,,,,a,,,,164.312(b)')
})

test.each([
  [{}, ''],
  [{ total: 2556 }, 'true'],
  [{ interactive: 90 }, 'true'],
  [{ total: 2555 }, 'false'],
  [{ interactive: 30, total: 2556 }, 'false'],
])('retention is as wanted only where something is wanted: %j', (wanted, expected) => {
  const live = { plan: 'Analytics', interactive: 90, total: 2556, isInherited: false }
  const retention = [{ table: 'T', live, wanted, isReadByRules: true }]
  const [, row] = evidenceBundle({ ...nothing, retention })
    .get('retention.csv')!
    .split('\r\n')
  expect(row!.split(',')[7]).toBe(expected)
})

test('nothing is said about a table that was not found', () => {
  const retention = [{ table: 'T', wanted: { total: 90 }, isReadByRules: true }]
  expect(evidenceBundle({ ...nothing, retention }).get('retention.csv')).toContain('T,,,,,,90,,true,')
})

test('the mutation score of a rule is in a file and on the page, where it is known', () => {
  const tests = { junit: '<testsuites/>', cases: [], scores: [] }
  const scores = [{ rule: 'detections/a.yaml', changes: 12, noticed: 11 }]
  const files = evidenceBundle({ ...nothing, tests: { ...tests, scores } })
  expect(files.get('tests/mutation.csv')).toBe('rule,changes,noticed\r\ndetections/a.yaml,12,11\r\n')
  expect(files.get('index.html')).toContain('Small changes of rules that their tests notice')
  const without = evidenceBundle({ ...nothing, tests })
  expect(without.has('tests/mutation.csv')).toBe(false)
  expect(without.get('index.html')).not.toContain('Small changes of rules')
})
