import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { compileQuery } from '../src/compile-query.ts'
import { expressions, nested, opened, tables } from './nestings.ts'

const catalogue = loadCatalogue().with([
  {
    name: 'T',
    columns: [
      { name: 'a', type: 'long' },
      { name: 'd', type: 'dynamic' },
    ],
  },
])
const world = { catalogue }

const productions = [
  ...Object.entries(expressions).map(([name, { before = '', ...rest }]) => ({
    name,
    production: { ...rest, before: `T | extend x = ${before}` },
  })),
  ...Object.entries(tables).map(([name, production]) => ({ name: `table: ${name}`, production })),
]

/** What ends a query for its size or depth, by the clock or the stack. */
const isLimit = (code: string): boolean => ['too-long', 'too-deep', 'too-slow', 'KS245'].includes(code)

/** The limit of a query (milliseconds), and what a busy machine adds. */
const longestAnswer = 30_000

function codesOf(kql: string): readonly string[] {
  const { diagnostics } = compileQuery(kql, world, new Map())
  for (const { start, end } of diagnostics) expect(0 <= start && start <= end && end <= kql.length).toBe(true)
  return diagnostics.map(({ code }) => code)
}

describe.each(productions)('$name', ({ name, production }) => {
  test('ten levels are judged by what they mean', () => {
    const codes = codesOf(nested(production, 10))
    expect(codes.filter(isLimit)).toEqual(/functions/.test(name) ? ['too-deep'] : [])
  })

  test.each([100, 1_000, 10_000])('%i levels end', depth => {
    const start = performance.now()
    codesOf(nested(production, depth))
    if (depth < 10_000) codesOf(opened(production, depth))
    expect(performance.now() - start).toBeLessThan(2 * longestAnswer)
  })
})
