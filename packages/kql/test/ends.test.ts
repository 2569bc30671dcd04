import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { describe, expect, test } from 'vitest'
import { compileQuery } from '../src/compile/compile-query.ts'
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

/** The messages of a limit on the text, of the binder's own, and of the limit on expanded names. */
const isLimit = (code: string): boolean => ['too-long', 'too-deep', 'KS245'].includes(code)

/** Processor time (milliseconds) that a query may take: most take some hundredths of a second, and a busy machine doubles it. */
const longestAnswer = 3_000

function timed(kql: string) {
  const start = process.cpuUsage()
  const { diagnostics } = compileQuery(kql, world, new Map())
  const { user, system } = process.cpuUsage(start)
  return { diagnostics, milliseconds: (user + system) / 1000 }
}

/** The time limit must not be reached, because it depends on the machine. */
function codesOf(kql: string): readonly string[] {
  const first = timed(kql)
  // Garbage collection and a busy machine only ever add time, and seldom twice.
  const { diagnostics, milliseconds } = first.milliseconds < longestAnswer ? first : timed(kql)
  expect(milliseconds).toBeLessThan(longestAnswer)
  for (const { start, end } of diagnostics) expect(0 <= start && start <= end && end <= kql.length).toBe(true)
  const codes = diagnostics.map(({ code }) => code)
  expect(codes).not.toContain('too-slow')
  return codes
}

describe.each(oneIn(2, productions))('$name', ({ name, production }) => {
  test('ten levels are analysed normally', () => {
    const codes = codesOf(nested(production, 10))
    expect(codes.filter(isLimit)).toEqual(/functions/.test(name) ? ['too-deep'] : [])
  })

  test.each([100, 1_000, 10_000])('%i levels terminate', depth => {
    codesOf(nested(production, depth))
    codesOf(opened(production, depth))
  })
})

/** The official lexer ends comments and strings with their line, and a carriage return ends one too. */
test.each(['// ', '"', "'", '@"', "@'"])('brackets on the line after an open %s are counted', start => {
  for (const lineEnd of ['\r', '\n', '\r\n']) {
    expect(codesOf(`print 1 ${start}x${lineEnd}+ ${'('.repeat(101)}`), JSON.stringify(lineEnd)).toContain('too-deep')
  }
})
