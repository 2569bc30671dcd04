import { loadCatalogue, ticksPerDay, ticksPerHour } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { analyseQuery } from '../src/compile.ts'

const world = { catalogue: loadCatalogue() }
const day = ticksPerDay

/** Every read as its table and the ages of its bounds, in the order of the result. */
const reads = (kql: string) =>
  analyseQuery(kql, world).facts.reads.map(({ table, bounds }) => [table, ...bounds.map(({ age }) => age)])

describe('the time of the rows that a query reads', () => {
  it.each([
    ['SigninLogs', []],
    ['SigninLogs | where TimeGenerated > ago(1d)', [day]],
    ['SigninLogs | where ago(1d) <= TimeGenerated and ResultType == "0"', [day]],
    ['SigninLogs | where TimeGenerated between (ago(14d) .. ago(1d))', [14n * day]],
    ['let back = 7d; SigninLogs | where TimeGenerated >= ago(2 * back)', [14n * day]],
    ['SigninLogs | where TimeGenerated > now() - 1d - 1h', [day + ticksPerHour]],
    ['let start = startofday(ago(3d)); SigninLogs | where TimeGenerated > start', [3n * day]],
    ['SigninLogs | extend x = 1 | where TimeGenerated > ago(1d)', [day]],
    ['SigninLogs | summarize count() by bin(TimeGenerated, 1h) | where TimeGenerated > ago(1d)', [day]],
    ['(SigninLogs) | where TimeGenerated > ago(1d) or TimeGenerated > ago(2d)', [2n * day]],
    // A bound that depends on data has no known age.
    ['let t = toscalar(print ago(1d)); SigninLogs | where TimeGenerated > t', [undefined]],
    // These filter something else, or something that is no longer a row's own time.
    ['SigninLogs | where TimeGenerated < ago(1d)', []],
    ['SigninLogs | where TimeGenerated > ago(1d) or ResultType == "0"', []],
    ['SigninLogs | where not(TimeGenerated > ago(1d))', []],
    ['SigninLogs | summarize TimeGenerated = max(TimeGenerated) by AppId | where TimeGenerated > ago(1d)', []],
    ['SigninLogs | extend TimeGenerated = now() | where TimeGenerated > ago(1d)', []],
  ])('%s', (kql, ages) => {
    expect(reads(kql)).toEqual([['SigninLogs', ...ages]])
  })

  // From the operators' documentation; grouping after a join does not make the join smaller.
  it.each([
    ['summarize Days = dcount(bin(TimeGenerated, 1d)) by AppId', 'summarize by AppId | summarize count()', true, true],
    ['distinct AppId', 'where ResultType == "0"', true, false],
    ['project AppId', 'top 10 by TimeGenerated', false, true],
  ])('tells whether a join receives groups: %s, %s', (left, right, ...grouped) => {
    const { joins } = analyseQuery(
      `SigninLogs | ${left} | join (SigninLogs | ${right} | extend AppId = "") on AppId | summarize count()`,
      world,
    ).facts
    expect(joins.flatMap(join => [...join.left, ...join.right]).map(read => read.grouped)).toEqual(grouped)
  })

  it('is known for every table in a join, a union, a let, a function and a subquery', () => {
    const kql = `let recent = (name: string, back: timespan) { table(name) | where TimeGenerated > ago(back) };
      let old = SigninLogs | where TimeGenerated > ago(14d);
      union recent("SigninLogs", 1h), AuditLogs
      | join kind=inner old on CorrelationId
      | where OperationName in ((OfficeActivity | project Operation))
      | where TimeGenerated > ago(1d)`
    expect(reads(kql)).toEqual([
      ['SigninLogs', day, ticksPerHour],
      ['AuditLogs', day],
      ['SigninLogs', 14n * day],
      ['OfficeActivity'],
    ])
  })

  // A call's arguments are its own, whatever earlier calls passed, in this query or in another.
  it('is that of each call of a function', () => {
    const functions = [
      { name: 'Since', parameters: '(start:datetime)', body: 'SigninLogs | where TimeGenerated > start' },
      { name: 'Within', parameters: '(T:(*), back:timespan)', body: 'T | where TimeGenerated > ago(back)' },
      { name: 'Outer', parameters: '(from:datetime)', body: 'Since(start=from)' },
    ]
    const agesOf = (kql: string) =>
      analyseQuery(kql, { ...world, functions }).facts.reads.map(({ bounds }) => bounds.map(({ age }) => age))
    expect(agesOf('union Since(ago(1d)), Since(ago(2d))')).toEqual([[day], [2n * day]])
    expect(agesOf('let back = 3d; Since(ago(back))')).toEqual([[3n * day]])
    expect(agesOf('Outer(ago(4d))')).toEqual([[4n * day]])
    expect(agesOf('union Outer(ago(5d)), Outer(ago(6d))')).toEqual([[5n * day], [6n * day]])
    expect(agesOf('Within(SigninLogs, 7d)')).toEqual([[7n * day]])
    expect(agesOf('SigninLogs | invoke Within(8d)')).toEqual([[], [8n * day]])
    expect(agesOf('Within((SigninLogs | where TimeGenerated > ago(9d)), 10d)')).toEqual([[10n * day, 9n * day]])
    expect(agesOf('Within((SigninLogs | where TimeGenerated > ago(11d)), 10d)')).toEqual([[10n * day, 11n * day]])
  })

  it('is not followed into unused lets, nor endlessly', () => {
    expect(reads('let unused = AuditLogs; SigninLogs')).toEqual([['SigninLogs']])
    const doubling = Array.from({ length: 10 }, (_, n) => `let t${n + 1} = union t${n}, t${n};`).join('\n')
    expect(reads(`let t0 = SigninLogs;\n${doubling}\nt10`)).toEqual([['SigninLogs']])
  })
})

describe('an unknown name', () => {
  it.each([
    ['SigninLogs | where UserPrincipleName == ""', 'UserPrincipalName'],
    ['AuditLogs | join SigninLogs on $left.Identity == $right.UserPrincipalNme', 'UserPrincipalName'],
    ['SigninLog | take 1', 'SigninLogs'],
    ['let failures = SigninLogs; failure | take 1', 'failures'],
    ['print tolowr("A")', 'tolower'],
  ])('in %s suggests %s', (kql, name) => {
    expect(analyseQuery(kql, world).diagnostics[0]?.fix).toBe(`did you mean ${name}?`)
  })
})

it('queries of other workspaces and applications bind', () => {
  expect(analyseQuery('workspace("w").SigninLogs | project UserPrincipalName', world)).toMatchObject({
    diagnostics: [],
    columns: [{ name: 'UserPrincipalName', type: 'string' }],
    // Their data is not recorded, so the query cannot be replayed.
    refusals: [{ kind: 'unsupported' }],
  })
  expect(analyseQuery('app("a").requests | where success == false', world).diagnostics).toEqual([])
  expect(analyseQuery('workspace("w").NoSuchTable', world).diagnostics).toMatchObject([{ code: 'KS204' }])
})

describe('a misspelt table', () => {
  const seen = (kql: string) => {
    const { diagnostics, columns } = analyseQuery(kql, world)
    return { codes: diagnostics.map(({ code }) => code), columns: columns?.map(({ name }) => name) }
  }

  it('is taken for a similar one that has all the columns', () => {
    expect(seen('SiginLogs | summarize count() by IPAddress')).toEqual({
      codes: ['KS204'],
      columns: ['IPAddress', 'count_'],
    })
  })

  it('is not corrected if a column would still be missing, and consequential errors are omitted', () => {
    expect(seen('SiginLogs | where Nothing == 1 | summarize count() by IPAddress')).toEqual({
      codes: ['KS204'],
      columns: undefined,
    })
    expect(seen('Turnstile_CL | project Badge_s')).toEqual({ codes: ['KS204'], columns: undefined })
  })
})

it('only the first hundred of very many errors are reported', () => {
  const columns = Array.from({ length: 300 }, (_, n) => `c${n} = Impact`)
  const { diagnostics } = analyseQuery(`SigninLogs | project ${columns.join(', ')}`, world)
  expect(diagnostics).toHaveLength(100)
})
