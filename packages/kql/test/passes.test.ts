import { isDeepStrictEqual } from 'node:util'
import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Connection, openConnection, type SqlAnswer } from '../src/duckdb/connection.ts'
import { type Database, openDatabase } from '../src/duckdb/database.ts'
import { emitQuery } from '../src/emit/query.ts'
import { bindQuery } from '../src/frontend/bind.ts'
import { runningTime } from '../src/limits/running-time.ts'
import { lowerQuery } from '../src/lower/query.ts'
import { passes } from '../src/passes/index.ts'
import { type PlanNode, type QueryPlan, visible } from '../src/plan/node.ts'
import { render, type Sql } from '../src/sql/sql.ts'
import type { Cell, TypedTable } from '../src/world/dataset.ts'
import { queryCases } from './query-case.ts'

const catalogue = loadCatalogue()
/** One for all queries, whose symbols the binder keeps. */
const world = { catalogue }
const now = 639_000_000_000_000_000n

/** Elements of every kind, as the text of an array. */
const elements = [
  `[{"a":"x y","b":{"c":["y"]}},{"a":null},{"A":"up","a":"low"},7,"s",null,[{"a":1}],{},{"a":1.50},{"a":"1.50"}`,
  String.raw`{"a":1e9,"B":"1e29"},{"a":{"c":1.0}},{"a":[true,null]},{"a":false},{"a":"false"},{"a":1,"a":2},{"a":"\\u00e9 \\"q\\" \\n"}`,
  String.raw`{"a":""},{"a":"null"},{"a":1234567890123},{"b":[{"c":"y"},{"c":1}]},{"b":"text","B":{}},{"\\u0061":"x"}]`,
].join()

/** Queries that trigger each pass, in addition to those of the cases. */
const heavy = [
  'SigninLogs | where TimeGenerated > ago(1h) and Location != "X" | where TimeGenerated < now() | summarize count()',
  'SigninLogs | where TimeGenerated between (datetime(0001-01-01) .. now())',
  `print a = 1 ${'| extend a = a + a '.repeat(12)}`,
  `range x from 1 to 3 step 1 ${'| extend x = x + x * 2 '.repeat(9)}| where x > 20000 | summarize sum(x)`,
  `datatable(s:string)["a", "b"] ${'| extend s = strcat(s, s) '.repeat(10)}| where s startswith "a" | project n = strlen(s)`,
  `let t = materialize(datatable(a:long, b:long, c:long)[1, 2, 3, 4, 5, 6, 1, 8, 9] | extend d = b + c, e = a);
   t | where c > 3 | join kind=leftouter (t | summarize x = max(d), y = min(e) by a) on a | project a, x`,
  `let t = datatable(a:long, b:string, c:long)[1, "x", 3, 4, "y", 6];
   union withsource=source t, (t | extend a = c, d = b) | sort by c desc | extend before = prev(b) | where c > 0 | count`,
  `datatable(a:long, b:string, c:dynamic)[1, "x", dynamic([1, 2]), 2, "y", dynamic([3])]
   | sort by a desc | mv-expand c to typeof(long) | summarize make_list(c), n = count() by b | top 1 by b | project list_c`,
  ...[
    'arg_max(TimeGenerated, *) by UserPrincipalName',
    'arg_min(TimeGenerated, Location) by UserPrincipalName',
    'arg_max(DurationMs, Location, TimeGenerated) by ResultType, UserPrincipalName',
    'arg_min(DurationMs, Location, TimeGenerated) by Location',
    'arg_max(Location, TimeGenerated, DurationMs) by tolower(UserPrincipalName)',
    'arg_max(toreal(DurationMs), Location)',
    'arg_max(TimeGenerated, Location) by UserPrincipalName | take 2',
    'arg_max(TimeGenerated, Location), count() by UserPrincipalName',
  ].flatMap(picked => [
    `SigninLogs | summarize ${picked}`,
    `SigninLogs | where ResultType != "1" or DurationMs > 100 | summarize ${picked}`,
    `SigninLogs | summarize ${picked} | join kind=leftouter (SigninLogs | summarize arg_min(TimeGenerated, IPAddress) by Location) on Location`,
  ]),
  ...[
    'project a = tostring(e.a), b = e.a, c = e.a == "x y", d = e.a has "x", f = isempty(e.a), g = isnull(e.a)',
    'project a = toint(e.a), b = todouble(e.a), c = tobool(e.a), d = e.a == false, f = e.a != 1, h = gettype(e.a)',
    'where e.a == "x y" or e.a has "1.5" or e.a contains "e" | project i, a = e.a startswith "x", b = tostring(e.b.c[0])',
    'extend a = e.A, n = e.a | where isnotempty(e.B) | project i, a, n, e.B',
    'mv-expand f = e.b | extend g = tostring(f.c), h = f.c =~ "Y" | summarize n = count(), make_list(i) by g, h',
    'extend c = e.b | extend d = c.c, w = c.c == "y" | where d has "y" or i > 3 | project-away e | sort by i asc | take 9',
    'project i, e, e.a',
    'where e.a == "x" | join kind=inner (print i = 0) on i | project e.b',
  ].map(
    read =>
      `print l = parse_json('${elements}') | union (print l = dynamic({"a": {"a": "in a bag"}, "k": {"b": 1}})), (print l = dynamic(null)), (print l = dynamic(5)) | mv-expand with_itemindex=i e = l | ${read}`,
  ),
  ...[
    'mv-apply e = l on (where tostring(e.a) == "x y" | project x = strcat(s, e.a))',
    'mv-apply e = l on (project e | top 2 by tostring(e)) | project s',
    'mv-apply with_itemindex=i e = l on (extend n = m + i | summarize n = sum(n), any = take_any(other)) | count',
    'mv-apply e = l on (count) | project Count',
    'mv-apply e = l to typeof(string) on (mv-apply f = k to typeof(long) on (where f > m | project f) | project f, e, m) | summarize count() by tostring(f)',
    'mv-apply e = l on (extend y = s | mv-expand k to typeof(long) | where k != m | project y, k) | project k',
    'mv-apply e = l on (where s in ((datatable(t:string)["p"])) | project other = tostring(e.b.c)) | where other has "y" | project s',
    'mv-expand e = l | mv-apply k on (where k > 1 | project z = e.a, k) | project z',
    'mv-apply with_itemindex=i e = l, k limit 3 on (where i > 0 | project s = strcat(s, i), k) | project s, m, k',
    'extend l = todynamic(s) | mv-apply e = l on (where e != 1)',
    'extend l = dynamic({"a": 1, "b": 2}) | mv-apply bagexpansion=array e = l on (mv-apply f = e on (project f))',
    'extend l = dynamic(null) | mv-apply e = l on (extend n = isnull(e) | where n or m > 1)',
    'mv-apply e = l on (union (print e = dynamic(7)) | project q = strcat(s, m, tostring(e))) | summarize count() by q',
  ].map(
    read =>
      `print s = "p", m = 1, k = dynamic([1, 2, 3]), l = parse_json('${elements}'), other = "o" | union (print s = "q", m = 2, k = dynamic([2]), l = dynamic([{"a": "x y"}]), other = "") | ${read}`,
  ),
  ...['(where m > 1 | project m, o)', '(summarize o = max(o))', '(top 1 by o asc | project s)', '(count)'].map(
    body =>
      `datatable(s:string, m:long, o:long, unread:string)["a", 1, 2, "", "a", 3, 4, "", "b", 5, 6, ""] | partition by s ${body} | count`,
  ),
]

const table = catalogue.get('SigninLogs')!
const signins: TypedTable = {
  table,
  rows: [
    { TimeGenerated: 5n, UserPrincipalName: 'a', DurationMs: null, Location: 'X' },
    { TimeGenerated: 7n, UserPrincipalName: 'a', DurationMs: 9n, Location: '' },
    { TimeGenerated: 7n, UserPrincipalName: 'a', DurationMs: 4n, Location: 'Y', ResultType: '1' },
    { TimeGenerated: 6n, UserPrincipalName: '', DurationMs: 4n, Location: 'Y' },
    { TimeGenerated: 9n, UserPrincipalName: '', DurationMs: 4n, Location: 'X', ResultType: '1' },
    { TimeGenerated: null, UserPrincipalName: 'b', DurationMs: null, Location: 'Z' },
    { TimeGenerated: null, UserPrincipalName: 'b', DurationMs: null, Location: 'Z', ResultType: '2' },
  ].map((row: Readonly<Record<string, Cell>>) =>
    table.columns.map(({ name, type }) => row[name] ?? (type === 'string' ? '' : null)),
  ),
}
const stored = new Map([['SigninLogs', { name: 't0', columns: table.columns.map(({ name }) => name) }]])

const cases = queryCases(name => catalogue.get(name)!).map(({ kql }) => kql)
const plans = [...oneIn(4, cases), ...heavy].flatMap((kql): readonly (readonly [string, QueryPlan])[] => {
  const bound = bindQuery(kql, world)
  if (bound.diagnostics.some(({ severity }) => severity === 'error')) return []
  const { plan } = lowerQuery(bound, world, stored, undefined, new Map())
  return plan ? [[kql, plan]] : []
})

test('every query of this file has a plan', () => {
  const planned = new Set(plans.map(([kql]) => kql))
  expect(heavy.filter(kql => !planned.has(kql))).toEqual([])
})

let database: Database
let connection: Connection
beforeAll(async () => {
  database = await openDatabase()
  connection = openConnection(database, new Map([['t0', signins]]))
})
afterAll(() => database.close())

const apply = (plan: QueryPlan, some: readonly (typeof passes)[number][]): PlanNode =>
  some.reduce((rewritten, pass) => pass(rewritten), plan)
const sqlOf = (plan: PlanNode): Sql => emitQuery(plan, { guarded: true })

/** Rows in any order, as text. */
const rowsOf = (answer: SqlAnswer): unknown =>
  answer.ok
    ? answer.rows.map(row => JSON.stringify(row, (_, cell) => (typeof cell === 'bigint' ? String(cell) : cell))).sort()
    : answer.reason

const shown = (query: Sql): string => render(query, { now })

const optimized = plans.map(([kql, plan]) => {
  const steps: PlanNode[] = [plan]
  for (const pass of passes) steps.push(pass(steps.at(-1)!))
  const all = sqlOf(steps.at(-1)!)
  const rewriting = new Set(passes.filter((_, index) => !isDeepStrictEqual(steps[index], steps[index + 1])))
  return { kql, plan, all, text: shown(all), rewriting }
})

describe.each(passes.map(pass => [pass.name, pass] as const))('%s', (_name, pass) => {
  const others = passes.filter(other => other !== pass)
  const changed = optimized.flatMap(({ kql, plan, all, text, rewriting }) => {
    // What a pass returns as it was is the same without it.
    if (!rewriting.has(pass)) return []
    const without = sqlOf(apply(plan, others))
    return shown(without) === text ? [] : [{ kql, with_: all, without, columns: visible(plan) }]
  })

  test('rewrites something', () => {
    expect(changed.length).toBeGreaterThan(0)
  })

  test.each(changed)('does not change the rows: $kql', async ({ with_, without, columns }) => {
    const rewritten = rowsOf(await connection.query(with_, { now }, columns, runningTime(60_000)))
    expect(rewritten).toEqual(rowsOf(await connection.query(without, { now }, columns, runningTime(60_000))))
  })
})
