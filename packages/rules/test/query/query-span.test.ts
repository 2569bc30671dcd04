import { expect, test } from 'vitest'
import { loadRule, spanInQuery } from '../../src/index.ts'

const ruleOf = (query: string) => `id: 2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11
name: Sign-in
kind: Scheduled
severity: High
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: ${query}`

test.each([
  ['a literal block', '|\n  T\n  | take 1\n'],
  ['a literal block at the end of a file without a line break', '|\n  T\n  | take 1'],
  ['a literal block that keeps its line breaks', '|+\n  T\n  | take 1\n\n\n'],
  ['a literal block that keeps a line break which is not there', '|+\n  T\n  | take 1'],
  ['a literal block without its line breaks', '|-\n  T\n  | take 1'],
  ['a literal block with the line breaks of Windows', '|\r\n  T\r\n  | take 1\r\n'],
  ['a folded block', '>\n  T\n  | take 1'],
  ['plain text', 'T | take 1'],
  ['plain text over lines', 'T\n  | take 1'],
  ['quotes', "'T | where a == ''b'''"],
  ['escapes', '"T\\n| where a == \\"b\\"\\U0001f4a3"'],
])('every range of a query in %s lies in the file', (_, query) => {
  const text = ruleOf(query)
  const { draft } = loadRule({ path: 'rule.yaml', text })
  if (!draft || !('query' in draft) || !draft.query) throw new Error('the rule has no query')
  const read = draft.query
  const { length } = read.value
  expect(read.value).toMatch(/^T\s\|/)
  for (let start = 0; start <= length; start++) {
    for (let end = start; end <= length; end++) {
      const span = spanInQuery(read, start, end)
      expect(span.start).toBeGreaterThanOrEqual(text.indexOf(query))
      expect(span.end).toBeGreaterThanOrEqual(span.start)
      expect(span.end).toBeLessThanOrEqual(text.length)
    }
  }
})
