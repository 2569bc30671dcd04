import { expect, test } from 'vitest'
import { textExcess } from '../src/frontend/text-limits.ts'

const listed = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(', ')

/** A list with `count` items, its maximum length, and what the message calls the items. */
const lists: readonly (readonly [string, (count: number) => string, number, string])[] = [
  ['union', count => `union ${listed(count, () => 'T')}`, 256, 'tables'],
  ['union after a pipe', count => `T | union ${listed(count, () => '(T | where a == 1)')}`, 256, 'tables'],
  ['find', count => `find in (${listed(count, () => 'T')}) where a == 1`, 256, 'tables'],
  ['top-nested', count => `T | ${listed(count, () => 'top-nested 1 of a by count()')}`, 30, 'levels'],
  ['case', count => `print case(${listed(count, () => 'true')})`, 640, 'conditions and values'],
  ['columns', count => `T | extend ${listed(count, index => `c${index} = a`)} | count`, 1_000, 'expressions'],
  ['arguments', count => `print pack_array(${listed(count, String)})`, 1_000, 'expressions'],
  ['in', count => `T | where a in (${listed(count, String)})`, 10_000, 'values'],
  ['in~', count => `T | where a in~ (${listed(count, index => `"${index}"`)})`, 10_000, 'values'],
  ['has_any', count => `T | where a has_any (${listed(count, index => `"${index}"`)})`, 10_000, 'values'],
  ['dynamic', count => `let a = dynamic([${listed(count, String)}]); T | where a in (a)`, 10_000, 'values'],
  ['datatable', count => `datatable(a:long)[${listed(count, String)}]`, 10_000, 'values'],
]

test.each(lists)('%s: the longest list, and one item more', (_, kql, most, items) => {
  expect(textExcess(kql(most))).toBeUndefined()
  expect(textExcess(kql(most + 1))).toMatchObject({ message: `more than ${most} ${items} are listed` })
})

test.each([
  ['statements', (count: number) => 'let x = 1; '.repeat(count), 300, 'the query has more than 300 statements'],
  ['joins', (count: number) => `T${' | join T on a'.repeat(count)}`, 40, 'the query has more than 40 joins'],
  ['lookups', (count: number) => `T${' | lookup T on a'.repeat(count)}`, 40, 'the query has more than 40 joins'],
  ['words', (count: number) => 'T '.repeat(count), 1_000, 'more than 1000 words follow one another'],
  ['brackets', (count: number) => '(T) '.repeat(count), 1_000, 'more than 1000 words follow one another'],
  ['texts', (count: number) => '"a" '.repeat(count), 1_000, 'more than 1000 words follow one another'],
  ['signs', (count: number) => '? '.repeat(count), 1_000, 'more than 1000 words follow one another'],
])('%s', (_, kql, most, message) => {
  expect(textExcess(kql(most))).toBeUndefined()
  expect(textExcess(kql(most + 1))).toMatchObject({ message })
})

test('lists in strings, comments and other operators do not count', () => {
  const commas = ','.repeat(20_000)
  expect(textExcess(`print "${commas}" // ${commas}`)).toBeUndefined()
  expect(textExcess(`union A, B ${`| project ${listed(200, index => `c${index}`)}`.repeat(10)}`)).toBeUndefined()
})
