import { expect, test } from 'vitest'
import { spanInRule } from '../../src/run/span-in-rule.ts'
import { writtenRule } from '../mutation/written.ts'

const { query } = writtenRule({ query: '|\n  let code = "0";\n    SigninLogs  \n  | where ResultType == code' })
const kql = query.value

/** The text of the rule's file that a word of the query that ran is at. */
function textAt(ran: string, word: string): string {
  const start = ran.indexOf(word)
  const { file, ...span } = spanInRule(query, ran, start, start + word.length)
  return file.text.slice(span.start, span.end)
}

test('a span of the own query is where it is written', () => {
  expect(textAt(kql, 'ResultType')).toBe('ResultType')
})

test('a span of a query with values of a workspace is its line, from the first to the last letter', () => {
  const ran = kql.replace('"0"', '"50126"')
  expect(textAt(ran, '50126')).toBe('let code = "0";')
  expect(textAt(ran, 'SigninLogs')).toBe('SigninLogs')
  expect(textAt(ran, 'ResultType')).toBe('| where ResultType == code')
})

test('a span of a query that has other lines is the query', () => {
  expect(textAt(kql.replace('"0"', '"5\n0126"'), 'ResultType')).toBe(
    query.span.file.text.slice(query.span.start, query.span.end),
  )
})
