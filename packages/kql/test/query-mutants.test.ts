import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { mutated, queryMutants } from '../src/compile.ts'

const catalogue = loadCatalogue()

/** The mutants of a query as `kind: before -> after`. */
const mutantsOf = (kql: string): readonly string[] =>
  queryMutants(kql, { catalogue }).map(({ kind, start, end, text }) => `${kind}: ${kql.slice(start, end)} -> ${text}`)

test.each([
  [
    'conditions and comparisons',
    'SigninLogs | where ResultType == "0" and RiskDetail != ""',
    [
      'condition: ResultType == "0" -> true',
      'comparison: == -> !=',
      'condition: RiskDetail != "" -> true',
      'comparison: != -> ==',
    ],
  ],
  ['a condition in parentheses', 'SigninLogs | where (isempty(Id))', ['condition: (isempty(Id)) -> true']],
  [
    'thresholds of comparisons and lets',
    'let most = 10; SigninLogs | summarize n = count() by Id | where n > most or n < 3',
    [
      'threshold: 10 -> 11',
      'threshold: 10 -> 9',
      'condition: n > most or n < 3 -> true',
      'comparison: > -> >=',
      'comparison: < -> <=',
      'threshold: 3 -> 4',
      'threshold: 3 -> 2',
    ],
  ],
  ['numbers that are not thresholds', 'SigninLogs | take 10', []],
  [
    'windows',
    'SigninLogs | summarize count() by bin(TimeGenerated, 1h), b = TimeGenerated - 90s',
    ['window: 1h -> 30m', 'window: 90s -> 45s'],
  ],
  [
    'joins',
    'SigninLogs | join kind=leftanti (AuditLogs) on CorrelationId | join AuditLogs on CorrelationId',
    ['join: leftanti -> leftsemi'],
  ],
  [
    'matches and letter cases',
    'SigninLogs | where Id has "a" or Id in ("b", "1") or Id =~ "c"',
    [
      'condition: Id has "a" or Id in ("b", "1") or Id =~ "c" -> true',
      'match: has -> contains',
      'case: has -> has_cs',
      'case: in -> in~',
      'comparison: =~ -> !~',
      'case: =~ -> ==',
    ],
  ],
  ['letters that have no case', 'SigninLogs | where Id in ("1", "2")', ['condition: Id in ("1", "2") -> true']],
  [
    'values of lets',
    'let a = "x"; let b = dynamic(["y"]); let c = ""; let d = true; print a, b, c, d',
    ['value: "x" -> ""', 'value: dynamic(["y"]) -> dynamic([])', 'value: true -> false'],
  ],
  [
    'the body of a function',
    'let f = (n: long) { SigninLogs | where toint(ResultType) > n }; f(3)',
    ['condition: toint(ResultType) > n -> true', 'comparison: > -> >='],
  ],
  [
    'conditions over a let that is empty',
    'let none = ""; SigninLogs | where Id !in (split(none, ",")) and isempty(Id)',
    ['condition: isempty(Id) -> true'],
  ],
  ['matches of texts that are not terms', 'SigninLogs | where Id has "."', ['condition: Id has "." -> true']],
  ['a query with an error', 'SigninLogs | where Nobody > 3', []],
])('mutants are small changes of the text: %s', (_, kql, expected) => {
  expect(mutantsOf(kql)).toEqual(expected)
})

test('a mutant is the text with the change alone', () => {
  const kql = 'SigninLogs | where toint(ResultType) > 1 // > stays'
  const [, comparison] = queryMutants(kql, { catalogue })
  expect(mutated(kql, comparison!)).toBe('SigninLogs | where toint(ResultType) >= 1 // > stays')
})
