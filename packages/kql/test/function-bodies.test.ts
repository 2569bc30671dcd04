import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
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

// A call of stored functions by the hundred is affordable only if the official binder binds each body once.
test('queries that call a function with the same values share one body', () => {
  const functions = [
    { name: 'Recent', parameters: '(n:long=1)', body: 'SigninLogs | take n' },
    { name: 'Outer', parameters: '()', body: 'Recent(2) | count' },
  ]
  const world = { catalogue: loadCatalogue(), functions }
  const bodyIn = (kql: string) => {
    const calls = [...descendants(bindQuery(kql, world).root)].filter(node => is(node, 'FunctionCallExpression'))
    return bodyOf(calls[0]!)
  }
  const body = bodyIn('Recent(2) | count')
  expect(body).toBeDefined()
  expect(bodyIn('union Recent(2), AuditLogs')).toBe(body)
  expect(bodyIn('Recent(3)')).not.toBe(body)
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
