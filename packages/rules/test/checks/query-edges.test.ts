import { describe, expect, it } from 'vitest'
import { faulty, found, type Keys, quoted, unscheduled } from './rule-keys.ts'

describe('comparisons', () => {
  const where = (condition: string): Keys => ({ query: quoted(`SigninLogs | where ${condition}`) })

  it.each([
    ['account-name-case', 'UserPrincipalName', '"a@b.example"'],
    ['folded-comparison', 'tolower(Location)', '"de"'],
    ['folded-comparison', 'toupper(Location)', '"DE"'],
  ])('%s: %s with each operator that minds the case', (id, left, text) => {
    const ways = [
      `== ${text}`,
      `!= ${text}`,
      `in (${text})`,
      `!in (${text})`,
      `=~ ${text}`,
      `!~ ${text}`,
      `in~ (${text})`,
      `has ${text}`,
    ]
    expect(
      faulty(
        id,
        ways.map(way => where(`${left} ${way}`)),
      ),
    ).toEqual([true, true, true, true, false, false, false, false])
  })

  it('account-name-case is about letters, and about names of accounts', () => {
    const conditions = [
      'UserPrincipalName == "42"',
      'Location == "de"',
      'tolower(UserPrincipalName) == "a"',
      'UserPrincipalName == "a"',
      'UserPrincipalName in ("42", "a")',
    ]
    expect(faulty('account-name-case', conditions.map(where))).toEqual([false, false, false, true, true])
  })

  it.each(['contains', '!contains', 'contains_cs', '!contains_cs'])('contains-for-term: %s', operator => {
    const texts = ['abcd', 'ab12', 'abc', 'ab cd', 'a.bcd']
    expect(
      faulty(
        'contains-for-term',
        texts.map(text => where(`Location ${operator} "${text}"`)),
      ),
    ).toEqual([true, true, false, false, false])
  })

  it('regex-for-text is about plain text', () => {
    const patterns = ['abc', 'a b-c_1', 'a.c', '^abc', 'ab|c']
    expect(
      faulty(
        'regex-for-text',
        patterns.map(pattern => where(`Location matches regex "${pattern}"`)),
      ),
    ).toEqual([true, true, false, false, false])
  })
})

describe('custom detections', () => {
  const detection = (keys: Keys): Keys => ({
    ...unscheduled,
    id: undefined,
    version: undefined,
    requiredDataConnectors: undefined,
    kind: 'CustomDetection',
    frequency: 'continuous',
    query: quoted('DeviceEvents | project Timestamp, DeviceId, ReportId'),
    entityMappings: '[{ entityType: Host, fieldMappings: [{ identifier: DeviceId, columnName: DeviceId }] }]',
    ...keys,
  })
  const of = (query: string, frequency = 'continuous'): Keys => detection({ query: quoted(query), frequency })

  // "Create custom detection rules": what a query may have that runs continuously.
  it.each<readonly [string, readonly string[]]>([
    ['DeviceEvents', []],
    ['DeviceEvents | where a == "x // y" | extend b = 1 | parse c with * | project-away d | project-rename e = f', []],
    ["DeviceEvents | where a == 'http://b.example'", []],
    ['DeviceEvents | summarize count() by a', ['summarize']],
    ['DeviceEvents | where a == 1 | take 5 | sort by b', ['take', 'sort']],
    ['DeviceEvents | join kind=inner (DeviceEvents) on a', ['join']],
    ['DeviceEvents | where a in (externaldata(x: string)["https://b.example"])', ['externaldata']],
    ['union DeviceEvents', ['union']],
    ['DeviceEvents // a comment', ['//']],
    ['print a = 1', []],
    ['DeviceEvents | where a == "x" // y "z"', ['//']],
  ])('detection-not-continuous is about what needs more than one row: %s', (query, texts) => {
    expect(found('detection-not-continuous', of(query))).toEqual(texts)
    expect(found('detection-not-continuous', of(query, '1h'))).toEqual([])
  })

  it('detection-not-continuous is about several tables, and those that cannot be followed', () => {
    const queries = ['DeviceEvents', 'SigninLogs', 'AlertEvidence', 'AADSignInEventsBeta']
    expect(
      faulty(
        'detection-not-continuous',
        queries.map(query => of(query)),
      ),
    ).toEqual([false, true, false, true])
    expect(found('detection-not-continuous', of('let a = DeviceInfo; DeviceEvents | where b in (a)'))).toHaveLength(1)
  })

  // The same page, on the columns that results must have.
  it.each<readonly [string, string, boolean]>([
    ['DeviceEvents', 'Timestamp, DeviceId, ReportId', false],
    ['DeviceEvents', 'Timestamp, ReportId', true],
    ['DeviceEvents', 'Timestamp, DeviceId', true],
    ['DeviceEvents', 'DeviceId, ReportId', true],
    ['AlertInfo', 'Timestamp', false],
    ['AlertEvidence', 'AlertId', true],
    ['EmailEvents', 'Timestamp, ReportId', false],
    ['EmailEvents', 'Timestamp', true],
    ['EmailEvents', 'TimeGenerated = Timestamp, ReportId', false],
    ['ObservationEvents', 'Timestamp, ObservationId', false],
    ['ObservationEvents', 'Timestamp', true],
  ])('detection-columns: %s | project %s', (table, columns, missing) => {
    expect(faulty('detection-columns', [of(`${table} | project ${columns}`, '1h')])).toEqual([missing])
  })

  it('detection-columns is not about queries over no table, or with columns that depend on data', () => {
    const queries = ['print a = 1', 'DeviceEvents | evaluate bag_unpack(AdditionalFields)']
    expect(
      faulty(
        'detection-columns',
        queries.map(query => of(query, '1h')),
      ),
    ).toEqual([false, false])
  })

  it('detection-asset-missing points at the first entity, or the name', () => {
    const file = '[{ entityType: File, fieldMappings: [{ identifier: SHA1, columnName: SHA1 }] }]'
    expect(found('detection-asset-missing', detection({}))).toEqual([])
    expect(found('detection-asset-missing', detection({ entityMappings: file }))).toEqual(['File'])
    expect(found('detection-asset-missing', detection({ entityMappings: '[]' }))).toEqual(['Sample'])
    expect(found('detection-asset-missing', detection({ entityMappings: '[]', name: undefined }))).toEqual([''])
  })
})

// A read is what one name of a table sees; each may have its own bounds.
describe('reads of several tables', () => {
  const over = (query: string, period = '14d', frequency = '1h'): Keys => ({
    query: quoted(query),
    queryPeriod: period,
    queryFrequency: frequency,
  })
  const short = 'SigninLogs | where TimeGenerated > ago(10m)'

  it('ago-below-frequency asks that all of them are too short', () => {
    const both = `union (${short}), (AuditLogs | where TimeGenerated > ago(20m))`
    expect(found('ago-below-frequency', over(both, '1h'))).toHaveLength(1)
    expect(found('ago-below-frequency', over(`union (${short}), AuditLogs`, '1h'))).toEqual([])
    expect(
      found('ago-below-frequency', over(`union (${short}), (AuditLogs | where TimeGenerated > ago(1h))`, '1h')),
    ).toEqual([])
    expect(found('ago-below-frequency', over('print a = 1', '1h'))).toEqual([])
  })

  it('ago-beyond-period names each bound that is too long once', () => {
    const long = 'TimeGenerated > ago(2d)'
    const query = `let recent = SigninLogs | where ${long}; union recent, (recent | where TimeGenerated > ago(30m))`
    expect(found('ago-beyond-period', over(query, '1d'))).toEqual(['ago(2d)'])
  })

  it('baseline-unbounded is about the table that another part limits', () => {
    const baseline = (table: string) => `${short} | join kind=leftanti (${table} | summarize by UserId) on UserId`
    expect(found('baseline-unbounded', over(baseline('SigninLogs')))).toEqual(['SigninLogs'])
    expect(found('baseline-unbounded', over(baseline('AuditLogs')))).toEqual([])
    const unlimited = 'SigninLogs | join kind=leftanti (SigninLogs | summarize by UserId) on UserId'
    expect(found('baseline-unbounded', over(unlimited))).toEqual([])
    expect(found('baseline-unbounded', over(baseline('SigninLogs'), '10m'))).toEqual([])
  })

  it('overlap-counted-twice needs a bound that is certain, of every read that has one', () => {
    const query = (bound: string) => over(`SigninLogs | where TimeGenerated > ${bound}`, '2h')
    expect(found('overlap-counted-twice', query('ago(90m)'))).toHaveLength(1)
    expect(found('overlap-counted-twice', query('ago(1h)'))).toEqual([])
    expect(found('overlap-counted-twice', query('toscalar(AuditLogs | summarize max(TimeGenerated))'))).toEqual([])
  })
})

it('detection-time-filter points at the filter', () => {
  const query = (condition: string): Keys => ({
    ...unscheduled,
    kind: 'CustomDetection',
    frequency: '1h',
    query: quoted(`DeviceEvents | where ${condition}`),
  })
  expect(found('detection-time-filter', query('Timestamp > ago(1h)'))).toEqual(['where Timestamp >'])
  expect(found('detection-time-filter', query('ingestion_time() > ago(1h)'))).toEqual([])
})
