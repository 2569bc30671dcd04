import { formatDatetime, loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { emitQuery } from '../src/emit/query.ts'
import { bindQuery } from '../src/frontend/bind.ts'
import { lowerQuery } from '../src/lower/query.ts'
import { passes, rewrite } from '../src/passes/index.ts'
import type { Expression } from '../src/plan/expression.ts'
import type { PlanNode, QueryPlan } from '../src/plan/node.ts'
import { visitAll } from '../src/plan/walk.ts'
import { render } from '../src/sql/sql.ts'

const catalogue = loadCatalogue()
/** One for all queries, whose symbols the binder keeps. */
const world = { catalogue }
const columns = catalogue.get('SigninLogs')!.columns.map(({ name }) => name)
const stored = new Map([['SigninLogs', { name: 't0', columns }]])

function planFor(kql: string): QueryPlan {
  const { plan } = lowerQuery(bindQuery(kql, world), world, stored, undefined, new Map())
  if (!plan) throw new Error(`no plan for ${kql}`)
  return plan
}

const sqlWith = (plan: QueryPlan, some: readonly (typeof passes)[number][]): string => {
  const rewritten = some.reduce<PlanNode>((node, pass) => pass(node as QueryPlan), plan)
  return render(emitQuery(rewritten as QueryPlan, { guarded: true }), { now: 639_000_000_000_000_000n })
}

/** Whether a pass changes the SQL of a query. */
function isRewritten(kql: string, name: string): boolean {
  const plan = planFor(kql)
  return (
    sqlWith(plan, passes) !==
    sqlWith(
      plan,
      passes.filter(pass => pass.name !== name),
    )
  )
}

const doublings = (count: number): string => '| extend a = a + a '.repeat(count)
const lists = 'print l = dynamic([1, 2]), k = dynamic([3]), s = "x" | mv-apply e = l'
const elements = 'print l = dynamic([{"a": 1, "b": 2}]) | mv-expand e = l'

// What each pass rewrites and what it must leave alone; passes.test.ts checks that the rows stay the same.
test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    'neededColumns',
    [
      'SigninLogs | project Location',
      'SigninLogs | summarize count() by Location',
      'let t = SigninLogs | where Location != ""; t | project Location | union (t | project UserId)',
    ],
    ['print a = 1'],
  ],
  [
    'flatApplies',
    [
      `${lists} on (where e.a == 1)`,
      `${lists} on (extend y = e.a | mv-expand f = e | project f, y)`,
      `${lists} limit 2 on (project x = e.a | sort by tostring(x))`,
      `${lists}, k to typeof(long) on (where k > 1 and s in ((SigninLogs | project Location)))`,
      `${lists} on (mv-apply f = k on (where f > 1 | project f) | where f > 2)`,
    ],
    [
      `${lists} on (take 1)`,
      `${lists} on (mv-apply f = k on (take 1) | where f > 2)`,
      `${lists} on (top 1 by tostring(e))`,
      `${lists} on (summarize count())`,
      `${lists} on (distinct tostring(e))`,
      `${lists} on (extend n = row_number())`,
      `${lists} on (where e == 1 or prev(s) == "")`,
      `${lists} on (union (print e = 7))`,
      `${lists} on (as t | where s in ((t | project tostring(e))))`,
      'SigninLogs | mv-expand todynamic(Location)',
    ],
  ],
  [
    'pickedRows',
    [
      'SigninLogs | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | summarize arg_min(TimeGenerated, Location) by UserId',
      'SigninLogs | where DurationMs > 5 and Location != "x" or DurationMs between (1 .. 2) | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | where TimeGenerated <= now() | where DurationMs >= 1 | where DurationMs < 9 | where Location == "x" | summarize arg_max(TimeGenerated, *)',
    ],
    [
      'SigninLogs | summarize max(TimeGenerated) by UserId',
      'SigninLogs | summarize arg_max(TimeGenerated, Location), count() by UserId',
      'SigninLogs | where tolower(Location) == "x" | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | where Status == "x" | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | extend x = Location | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | take 5 | summarize arg_max(TimeGenerated, *) by UserId',
      'SigninLogs | summarize arg_max(TimeGenerated, Location) by UserId | take 2',
      'datatable(a:long, b:long)[1, 2] | summarize arg_max(a, b)',
    ],
  ],
  [
    'distinctSets',
    [
      'SigninLogs | summarize make_set(Location) by UserId',
      'SigninLogs | summarize make_set(DurationMs)',
      'SigninLogs | summarize make_set_if(Location, DurationMs > 1) by UserId',
      'SigninLogs | summarize strcat_array(make_set(Location), ","), count()',
      'SigninLogs | summarize make_set(Location) | union (SigninLogs | summarize count())',
    ],
    [
      'SigninLogs | summarize make_list(Location) by UserId',
      'SigninLogs | summarize make_set(todouble(DurationMs)) by UserId',
      'SigninLogs | summarize make_set_if(todouble(DurationMs), true) by UserId',
      'SigninLogs | summarize dcount(Location) by UserId',
      'SigninLogs | mv-apply x = dynamic([1]) to typeof(long) on (summarize make_set(x))',
    ],
  ],
  [
    'expandedProperties',
    [
      `${elements} | project e.a`,
      `${elements} | where e.a == 1 | project e.b`,
      `${elements} | extend x = e.a | take 1 | project x`,
      `${elements} | where e.a has "1" | project tostring(e.b)`,
    ],
    [
      `${elements} | project e`,
      `${elements} | project e.a, e`,
      `${elements} | project e.a, e.A`,
      `${elements} | project e[0]`,
      `${elements} limit 5 | project e.a`,
      `${elements} to typeof(string) | project e`,
      'print l = dynamic([{"a": 1}]), k = dynamic([{"a": 1}]) | mv-expand e = l, f = k | project e.a',
      `${elements} | summarize count() by tostring(e) | project count_`,
      `print x = toscalar(${elements} | where e.a == 1 | project e)`,
      'print e = dynamic({"a": 1}) | project e.a',
    ],
  ],
  [
    'limitInlining',
    [
      `range a from 1 to 3 step 1 ${doublings(12)}`,
      `range a from 1 to 3 step 1 ${doublings(6)}| where a > 1 ${doublings(6)}`,
      `range a from 1 to 3 step 1 ${doublings(6)}| take 2 ${doublings(6)}`,
      `range a from 1 to 3 step 1 ${doublings(12)}| join kind=inner (range a from 1 to 3 step 1) on a`,
      `range a from 1 to 3 step 1 ${doublings(6)}| extend b = 1 ${doublings(6)}`,
      // What is in a list counts, and so does what a text is parsed from.
      `range a from 1 to 3 step 1 ${doublings(6)}| extend b = iff(a in ((range c from 1 to 3 step 1)), a, 1)`,
      `datatable(s:string)["a"] ${'| extend s = strcat(s, s) '.repeat(6)}| parse s with x ":" * | extend t = strcat(s, x)`,
    ],
    [
      'range a from 1 to 3 step 1',
      `range a from 1 to 3 step 1 ${doublings(5)}`,
      `range a from 1 to 3 step 1 ${doublings(5)}| summarize a = max(a) ${doublings(5)}`,
      `range a from 1 to 3 step 1 | extend ${Array.from({ length: 60 }, (_, n) => `b${n} = a + a`).join(', ')}`,
      // One step is written once, however long it is.
      `range a from 1 to 3 step 1 | extend b = ${'a + '.repeat(120)}a`,
    ],
  ],
])('%s rewrites its patterns and nothing else', (name, rewritten, left) => {
  expect(rewritten.filter(kql => !isRewritten(kql, name))).toEqual([])
  expect(left.filter(kql => isRewritten(kql, name))).toEqual([])
})

// A set is a list of distinct values; parts of one group are joined by its keys, and rows that several parts read are shared.
test.each([
  ['make_set(Location) by UserId', 0],
  ['make_set(Location)', 0],
  ['make_set_if(Location, DurationMs > 1)', 0],
  ['make_set(Location), make_set(ResultType) by UserId', 1],
  ['make_set(Location), count() by UserId', 1],
  // The rows of a group may all fail the condition.
  ['make_set_if(Location, DurationMs > 1) by UserId', 1],
  ['make_set_if(Location, DurationMs > 1), make_set(ResultType) by UserId', 1],
])('the parts of summarize %s are joined %i times', (aggregates, joins) => {
  const seen = { join: 0, reference: 0 }
  visitAll([rewrite(planFor(`SigninLogs | summarize ${aggregates}`))], {
    node: ({ op }) => {
      if (op === 'join' || op === 'reference') seen[op] += 1
    },
  })
  expect(seen).toEqual({ join: joins, reference: joins === 0 ? 0 : joins + 1 })
})

test.each(['make_set(Location, 2)', 'make_set_if(Location, DurationMs > 1, 2)'])('the list of %s has its size', set => {
  const sizes: unknown[] = []
  visitAll([rewrite(planFor(`SigninLogs | summarize ${set} by UserId`))], {
    expression: each => {
      if (each.op === 'aggregate') sizes.push(...each.args.flatMap(arg => (arg.op === 'literal' ? [arg.value] : [])))
    },
  })
  expect(sizes).toEqual([2n])
})

test('only the needed columns of a wide table are read', () => {
  let node: PlanNode = rewrite(
    planFor('SigninLogs | where ResultType == "0" | sort by TimeGenerated asc | project Location'),
  )
  while ('input' in node) node = node.input
  const read = node.columns.filter(({ hidden }) => !hidden).map(({ name }) => name)
  expect(read.sort()).toEqual(['Location', 'ResultType', 'TimeGenerated'])
})

/** The times that the rewritten query asks the table for, each with its day or the function that computes it, and its filters. */
function boundsOf(query: string): { readonly bounds: readonly string[]; readonly filters: number } {
  let node: PlanNode = rewrite(planFor(query))
  let filters = 0
  for (; 'input' in node; node = node.input) if (node.op === 'filter') filters += 1
  const bounds = 'bounds' in node ? node.bounds.map(({ comparison, at }) => `${comparison} ${written(at)}`) : []
  return { bounds, filters }
}

const written = (at: Expression): string =>
  at.op === 'literal' ? formatDatetime(at.value as bigint).slice(0, 10) : at.op === 'call' ? at.name : at.op

const [time, day] = ['TimeGenerated', 'datetime(2026-03-02)']
const [after, from, before, to] = ['>', '>=', '<', '<='].map(comparison => `${comparison} 2026-03-02`) as [
  string,
  string,
  string,
  string,
]

// The table is asked for the same rows, and nothing is asked again of those.
test.each<readonly [string, readonly string[]]>([
  [`${time} > ${day}`, [after]],
  [`${time} >= ${day}`, [from]],
  [`${time} < ${day}`, [before]],
  [`${time} <= ${day}`, [to]],
  [`${time} == ${day}`, [from, to]],
  [`${day} > ${time}`, [before]],
  [`${day} >= ${time}`, [to]],
  [`${day} < ${time}`, [after]],
  [`${day} <= ${time}`, [from]],
  [`${day} == ${time}`, [from, to]],
  [`${time} between (${day} .. datetime(2026-03-05))`, [from, '<= 2026-03-05']],
  [`${time} between (${day} .. now())`, [from, '<= now']],
  [`${time} > now()`, ['> now']],
  [`${time} < endofday(now())`, ['< endofday']],
  ...['day', 'week', 'month', 'year']
    .flatMap(unit => [`startof${unit}`, `endof${unit}`])
    .map(name => [`${time} > ${name}(now())`, [`> ${name}`]] as const),
  [`${time} > bin(now(), 1h)`, ['> bin']],
  [`${time} > now() - 1h`, ['> -']],
  [`${time} < ${day} + 2 * 1h`, ['< +']],
  [`${time} > ${day} | where ${time} < now()`, ['< now', after]],
])('where %s asks for times %j alone', (condition, expected) => {
  expect(boundsOf(`SigninLogs | where ${condition}`)).toEqual({ bounds: expected, filters: 0 })
})

test.each<readonly [string, readonly string[]]>([
  [`${time} > ${day} and Location == "x"`, [after]],
  [`Location == "x" | where ${time} > ${day}`, [after]],
  [`${time} != ${day}`, []],
  [`${time} > ${day} or Location == "x"`, []],
  [`not(${time} > ${day})`, []],
  [`${time} !between (${day} .. 1d)`, []],
  [`${time} > CreatedDateTime`, []],
  [`${time} between (${day} .. CreatedDateTime)`, []],
  [`${time} > todatetime(Location)`, []],
  [`bin(${time}, 1h) > ${day}`, []],
  ['Location > "x"', []],
  // Only what is stored can be skipped.
  [`ingestion_time() > ${day}`, []],
])('where %s asks for times %j, and filters', (condition, expected) => {
  expect(boundsOf(`SigninLogs | where ${condition}`)).toEqual({ bounds: expected, filters: 1 })
})

test('only filters are passed', () => {
  const late = `SigninLogs | where Location == "x" | take 5 | where ${time} > ${day}`
  expect(boundsOf(late)).toEqual({ bounds: [], filters: 2 })
})
