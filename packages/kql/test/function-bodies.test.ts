import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { analyseQuery } from '../src/analysis/analyse-query.ts'
import { compileQuery } from '../src/compile/compile-query.ts'
import { openEngine } from '../src/engine.ts'
import { bindQuery } from '../src/frontend/bind.ts'
import { bodyOf } from '../src/frontend/definition.ts'
import { descendants, is } from '../src/frontend/syntax.ts'

// The binder does not report errors in the body of a stored function, and Kusto refuses to run it.
test.each([
  'AuditLogs | where TimeGenerated > ago(',
  'AuditLogs | extend x = strlen()',
  'AuditLogs | extend x = strlen("a", 1)',
  'AuditLogs | where Nope == 1',
  'AuditLogs | where',
  'AuditLogs | take',
  'AuditLogs | nope',
  'let x = ; AuditLogs',
])('a query that calls a function with the body %s is an error', async body => {
  const functions = [{ name: 'Broken', parameters: '()', body }]
  await using engine = await openEngine(loadCatalogue(), { tables: [], functions })
  for (const kql of ['Broken | count', 'Broken() | count', 'let f = () { Broken }; f | count']) {
    const answer = await engine.run({ kql, now: 0n })
    expect(answer.ok).toBe(false)
    expect(answer.diagnostics.map(({ kind, severity }) => [kind, severity])).toEqual([['semantic', 'error']])
    expect(answer.diagnostics[0]!.message).toMatch(/^the function has an error: /)
  }
})

// A body has no position in the text of the query that calls it (`TextSpan`).
test.each([
  ['Outer | count', 'Outer'],
  ['let x = 1; Outer() | count', 'Outer()'],
  ['let f = () { Outer }; SigninLogs | union (f)', 'f'],
  ['SigninLogs | project x = Value(1)', 'Value(1)'],
  ['SigninLogs | invoke Piped()', 'invoke Piped()'],
])('a refusal in the body of a function is reported at the call: %s', (kql, call) => {
  const functions = [
    { name: 'Inner', parameters: '()', body: `${' '.repeat(100)}AuditLogs | where Nope == 1` },
    { name: 'Outer', parameters: '()', body: `${' '.repeat(50)}AuditLogs | union Inner` },
    { name: 'Value', parameters: '(n:long)', body: `${' '.repeat(50)}rand(n)` },
    { name: 'Piped', parameters: '(T:(*))', body: `${' '.repeat(50)}T | evaluate python(typeof(*), "")` },
  ]
  const { diagnostics } = compileQuery(kql, { catalogue: loadCatalogue(), functions }, new Map())
  expect(diagnostics.map(({ start, end }) => kql.slice(start, end))).toEqual([call])
})

test.each([
  ['Outer | count', 'Outer'],
  ['SigninLogs | union (Outer())', 'Outer()'],
  ['SigninLogs | where AppId in ((Outer | project SearchKey))', 'Outer'],
])('a warning in the body of a function is reported at the call: %s', (kql, call) => {
  const functions = [
    { name: 'Inner', parameters: '()', body: `${' '.repeat(100)}_GetWatchlist("Nowhere")` },
    {
      name: 'Outer',
      parameters: '()',
      body: `let list = materialize(Inner);${' '.repeat(50)}list | where SearchKey != ""`,
    },
  ]
  const { diagnostics } = compileQuery(kql, { catalogue: loadCatalogue(), functions }, new Map())
  expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'undeclared-watchlist' }])
  expect(diagnostics.map(({ start, end }) => kql.slice(start, end))).toEqual([call])
})

// The limits on a query's own text also apply to the functions it calls, which multiply the parser's time.
test.each([
  ['Deep | count', 'Deep'],
  ['SigninLogs | where Outer() > 0', 'Outer'],
])('a call chain to a function nested too deeply is an error at the first name: %s', (kql, named) => {
  const functions = [
    { name: 'Deep', parameters: '()', body: `print ${'('.repeat(20_000)}` },
    { name: 'Outer', parameters: '()', body: 'toscalar(Deep)' },
    { name: 'Unused', parameters: '()', body: '('.repeat(20_000) },
  ]
  const { diagnostics } = compileQuery(kql, { catalogue: loadCatalogue(), functions }, new Map())
  const start = kql.indexOf(named)
  const end = start + named.length
  expect(diagnostics).toMatchObject([{ severity: 'error', code: 'too-deep', start, end }])
  expect(diagnostics[0]!.message).toBe('in the function Deep, more than 100 brackets are open')
})

/** The body of the first call in a query, as the binder has it. */
function bodyIn(kql: string, world: Parameters<typeof bindQuery>[1]) {
  const calls = [...descendants(bindQuery(kql, world).root)].filter(node => is(node, 'FunctionCallExpression'))
  return bodyOf(calls[0]!)
}

// A call of stored functions by the hundred is affordable only if the official binder binds each body once.
test('queries that call a function with the same values share one body', () => {
  const functions = [
    { name: 'Recent', parameters: '(n:long=1)', body: 'SigninLogs | take n' },
    { name: 'Outer', parameters: '()', body: 'Recent(2) | count' },
  ]
  const world = { catalogue: loadCatalogue(), functions }
  const bodyOfRecent = (kql: string) => bodyIn(kql, world)
  const body = bodyOfRecent('Recent(2) | count')
  expect(body).toBeDefined()
  expect(bodyOfRecent('union Recent(2), AuditLogs')).toBe(body)
  expect(bodyOfRecent('Recent(3)')).not.toBe(body)
})

const filtered = [
  ['a comparison', 'SigninLogs | where AppId == p and (p =~ "x" or isempty(p))'],
  ['a let', 'let wanted = strcat(p, "x"); SigninLogs | where AppId in (wanted, p)'],
  ['a function within it', 'let f = (q:string) { SigninLogs | where AppId has q }; f(p)'],
  ['another function', 'Callee(p) | extend x = iff(p == "*", 1, 2)'],
  ['a name that is declared again', 'let f = (p:string) { SigninLogs | where AppId has p }; f(p)'],
] as const

const depending = [
  ['a number of rows', 'SigninLogs | take strlen(p)'],
  ['a pattern', 'SigninLogs | where AppId matches regex p'],
  ['a constant argument', 'SigninLogs | extend x = extract(p, 1, AppId)'],
  ['the name of a column', 'SigninLogs | extend x = column_ifexists(p, "")'],
  ['the name of a table', 'table(p)'],
  ['the name of a watchlist', '_GetWatchlist(p)'],
  ['a let', 'let pattern = p; SigninLogs | where AppId matches regex pattern'],
  ['a function within it', 'let f = (q:string) { SigninLogs | where AppId matches regex q }; f(p)'],
  ['another function', 'Pattern(p)'],
] as const

const calling = (body: string) => ({
  catalogue: loadCatalogue(),
  functions: [
    { name: 'F', parameters: '(p:string="")', body },
    { name: 'Callee', parameters: '(q:string)', body: 'SigninLogs | where AppId == q' },
    { name: 'Pattern', parameters: '(q:string)', body: 'SigninLogs | where AppId matches regex q' },
  ],
})

// Only what depends on a value must be bound for each: the columns of a table that it names, whether it is a valid pattern.
test.each(filtered)('calls with other values, also of queries of other columns, share a body with %s', (_, body) => {
  const world = calling(body)
  const first = bodyIn('F("a")', world)
  expect(first).toBeDefined()
  expect(bodyIn('F("b")', world)).toBe(first)
  expect(bodyIn('let c = "d"; F(c)', world)).toBe(first)
  expect(bodyIn('union F("e"), (AzureDiagnostics | where rule_s == "f")', world)).toBe(first)
  expect(bodyIn('F("g") | where isnotempty(_ItemId)', world)).not.toBe(first)
})

test.each(depending)('a body is bound for each value that decides %s', (_, body) => {
  const world = calling(body)
  expect(bodyIn('F("a")', world)).not.toBe(bodyIn('F("b")', world))
})

// A wildcard and a computed name also reach a column that only the query names.
test.each([
  'union Azure*, SigninLogs',
  'union (SigninLogs | take 1), Azure*',
  'union (search in (AzureDiagnostics) "x")',
  'table(strcat("Azure", "Diagnostics"))',
])('a body that reads tables which it does not name is bound for the columns of each query: %s', body => {
  const world = calling(body)
  const first = bodyIn('F("a")', world)
  expect(first).toBeDefined()
  expect(bodyIn('union F("a"), (AzureDiagnostics | where rule_s == "f")', world)).not.toBe(first)
})

test('a call whose body is shared has its own values, and the defaults of what it leaves out', async () => {
  const body = 'datatable(a:string)[""] | extend x = strcat(a, p, q) | project x'
  const functions = [{ name: 'F', parameters: '(p:string="d", q:string="e")', body }]
  await using engine = await openEngine(loadCatalogue(), { tables: [], functions })
  const kql = 'union F("a", "b"), F("c"), F(q="f"), F() | order by x asc'
  const answer = await engine.run({ kql, now: 0n })
  expect(answer).toMatchObject({ ok: true, rows: { rows: [['ab'], ['ce'], ['de'], ['df']] } })
})

// A table of the binder has no column that no text names, and the text of a function counts (semantics 17.13).
test.each([
  ['a hidden column', 'SigninLogs | where isnotempty(_ItemId) | summarize n = count()'],
  ['a column of an open table', 'AzureDiagnostics | where rule_s == "x" | summarize n = count()'],
  ['the twin of TimeGenerated', 'DeviceEvents | where Timestamp > ago(1d) | summarize n = count()'],
])('%s can be named in the body of a stored function, directly and through another', async (_, body) => {
  const functions = [
    { name: 'Inner', parameters: '()', body },
    { name: 'Outer', parameters: '()', body: 'Inner' },
  ]
  await using engine = await openEngine(loadCatalogue(), { tables: [], functions })
  for (const kql of ['Inner', 'Outer()']) {
    const answer = await engine.run({ kql, now: 0n })
    expect(answer.diagnostics).toEqual([])
    expect(answer).toMatchObject({ ok: true, rows: { rows: [[0n]] } })
  }
})

// A leg that starts from a missing table is left out (semantics 11.11), also if it does so through a function's parameter.
const present = 'let part = union SigninLogs; Both(part)'
const missing = 'let part = union isfuzzy=true Nowhere; Both(part)'
test.each([[[present, missing]], [[missing, present]]])(
  'a function reads the rows that each query passes: %j',
  queries => {
    const functions = [{ name: 'Both', parameters: '(T:(*))', body: 'union isfuzzy=true (T | take 10), AuditLogs' }]
    const world = { catalogue: loadCatalogue(), functions }
    const analyses = new Map(queries.map(kql => [kql, analyseQuery(kql, world)]))
    const tablesOf = (kql: string) => analyses.get(kql)!.facts.reads.map(({ table }) => table)
    const columnsOf = (kql: string) => analyses.get(kql)!.columns!.map(({ name }) => name)
    expect([tablesOf(present), tablesOf(missing)]).toEqual([['SigninLogs', 'AuditLogs'], ['AuditLogs']])
    expect(columnsOf(present)).toContain('UserPrincipalName')
    expect(columnsOf(missing)).not.toContain('UserPrincipalName')
  },
)
