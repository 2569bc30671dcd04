import { readFileSync } from 'node:fs'
import { oneIn, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { formatQuery } from '../src/compile.ts'

// The form is that of most published queries; the shares are in spacing.ts.
it.each([
  ['T\n| where a in("x") and b !in(1)', 'T\n| where a in ("x") and b !in (1)'],
  ['T\n| where a in~("x") and b !in~("y")', 'T\n| where a in~ ("x") and b !in~ ("y")'],
  ['T\n| where a has_any("x") and b has_all("y")', 'T\n| where a has_any ("x") and b has_all ("y")'],
  ['T\n| join kind = inner U on a', 'T\n| join kind=inner U on a'],
  ['T\n| lookup kind= leftouter U on a', 'T\n| lookup kind=leftouter U on a'],
  ['union isfuzzy =true withsource = s T, U', 'union isfuzzy=true withsource=s T, U'],
  ['T\n| summarize hint.strategy = shuffle count() by a', 'T\n| summarize hint.strategy=shuffle count() by a'],
  ['T\n| render timechart with (title = "x")', 'T\n| render timechart with (title="x")'],
  ['T\n| make-series n=count() default = 0 on t step 1h', 'T\n| make-series n = count() default=0 on t step 1h'],
  ['print a=toscalar (T | count)', 'print a = toscalar(T | count)'],
  ['let a = materialize (T | take 1);\na', 'let a = materialize(T | take 1);\na'],
  ['T\n| mv-expand a to typeof (string)', 'T\n| mv-expand a to typeof(string)'],
  ['datatable (a: string, b:long) ["x", 1]', 'datatable(a:string, b:long) ["x", 1]'],
  [
    'externaldata (a: string) ["https://x.example/y"] with (format = "csv")',
    'externaldata(a:string) ["https://x.example/y"] with (format="csv")',
  ],
  ['let f = (t: string, n: long = 5) { T };\nf("a")', 'let f = (t:string, n:long = 5) { T };\nf("a")'],
])('%j', (written, formatted) => {
  expect(formatQuery(written)).toBe(formatted)
  expect(formatQuery(formatted)).toBe(formatted)
})

it('keeps a comment or a line break where a space would be', () => {
  const text = 'T\n| where a in // these\n    ("x")\n| join kind=inner U on a'
  expect(formatQuery(text)).toBe(text)
})

it('leaves a comparison and a name alone', () => {
  const text = 'T\n| where kind == "x"\n| extend kind = "y", toscalar = 1'
  expect(formatQuery(text)).toBe(text)
})

describe.each(['conformance/queries.jsonl', 'conformance/queries-2.jsonl'].flatMap(referenceData))('%s', file => {
  const queries: readonly string[] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).kql)
  const sample = oneIn(50, queries)

  it('only white space changes, and nothing when formatted again', () => {
    let changed = 0
    for (const kql of sample) {
      const once = formatQuery(kql)
      expect(once.replace(/\s+/g, '')).toBe(kql.replace(/\s+/g, ''))
      expect(formatQuery(once)).toBe(once)
      if (once !== kql) changed += 1
    }
    expect(changed).toBeGreaterThan(sample.length / 2)
  }, 60_000)
})
