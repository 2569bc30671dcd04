import { loadCatalogue, type Table } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine.ts'
import {
  hasAll,
  hasAny,
  hasAnyIndex,
  hasPrefix,
  hasSuffix,
  hasTerm,
  hasTermExactly,
} from '../../../src/functions/string-operators/term.ts'

test.each([
  ['a whole term', 'run powershell.exe now', 'POWERSHELL', true],
  ['part of a term', 'powershellx', 'powershell', false],
  ['a later occurrence that is whole', 'xcat cat', 'cat', true],
  ['an underscore delimits', 'my_secret_key', 'secret', true],
  ['letters are Unicode', 'überfall', 'fall', false],
  ['letters beyond the first plane', '\u{10400}cat', 'cat', false],
  ['an emoji delimits', '😀cat😀', 'cat', true],
  ['a phrase', 'see a/b.txt?x', 'a/b.txt', true],
  ['punctuation at an end needs no boundary there', 'x/admin', '/admin', true],
  ['but a boundary at the other', 'x/admins', '/admin', false],
  ['an empty needle is everywhere', '', '', true],
])('has: %s (semantics 2.3-2.7)', (_, text, needle, expected) => {
  expect(hasTerm(text, needle)).toBe(expected)
})

test('has_cs is case-sensitive; hasprefix and hassuffix match one side (semantics 2.1, 2.6)', () => {
  expect([hasTermExactly('Cat', 'cat'), hasTermExactly('Cat', 'Cat')]).toEqual([false, true])
  expect([hasPrefix('the category', 'CAT'), hasPrefix('a bobcat', 'cat')]).toEqual([true, false])
  expect([hasSuffix('a bobcat', 'CAT'), hasSuffix('the category', 'cat')]).toEqual([true, false])
})

test('lists: numbers are compared as text; the empty list matches nothing (semantics 2.7, 2.13)', () => {
  expect(hasAnyIndex('error 404', '["warning",404]')).toBe(1n)
  expect(hasAnyIndex('error 404', '[]')).toBe(-1n)
  expect([
    hasAny('a b', '["x","B"]'),
    hasAny('a b', '[]'),
    hasAll('a b', '["A","B"]'),
    hasAll('a b', '["a","c"]'),
  ]).toEqual([true, false, true, false])
})

const operators = ['has', 'has_cs', 'hasprefix', 'hasprefix_cs', 'hassuffix', 'hassuffix_cs']

/** By Unicode: letters and digits, and what is neither, inside ASCII and beyond. */
const terms = ['x', '7', 'é', 'ж', '\u{10400}', '٣']
const delimiters = [' ', '_', '-', '\n', '\0', '[', '`', '\x7f', '\x80', '\u00a0', '—', '😀', '\u0301']
const needles = ['cat', 'CAT', 'c.t', '-cat', 'cat-', '--', 'é', 'éa', 'aé', '7', '😀', "it's", '\\d', 'Ж', '[^']

test('a constant needle is a term next to every kind of character, as any other needle is (semantics 2.3-2.6)', async () => {
  const adjoining = ['', ...terms, ...delimiters]
  const around = adjoining.flatMap(left => adjoining.map(right => [left, right] as const))
  const texts = (needle: string) => [
    ...around.map(([left, right]) => `${left}${needle}${right}`),
    ...around.map(([left, right]) => `x${needle} ${left}${needle.toUpperCase()}${right}`),
    ...around.map(([left, right]) => `${needle}${left}${right}${needle}`),
  ]
  const table: Table = { name: 'Logs_CL', columns: ['Needle', 'Text'].map(name => ({ name, type: 'string' })) }
  const rows = needles.flatMap(needle => texts(needle).map(text => [needle, text]))
  await using engine = await openEngine(loadCatalogue(), { tables: [{ table, rows }] })
  for (const needle of needles) {
    const literal = `"${JSON.stringify(needle).slice(1, -1)}"`
    const own = `Logs_CL | where Needle == ${literal}`
    const pairs = operators.map((operator, n) => `A${n} = Text ${operator} ${literal}, B${n} = Text ${operator} Needle`)
    const compared = await rowsOf(engine, `${own} | project ${pairs.join(', ')}`)
    expect(compared).toHaveLength(texts(needle).length)
    expect(compared.filter(row => operators.some((_, n) => row[2 * n] !== row[2 * n + 1]))).toEqual([])
    const counted = await rowsOf(engine, `${own} | where Text has ${literal} | count`)
    expect(counted).toEqual([[BigInt(compared.filter(([has]) => has).length)]])
  }
})

async function rowsOf(engine: Engine, kql: string) {
  const answer = await engine.run({ kql })
  if (!answer.ok) throw new Error(JSON.stringify(answer.diagnostics))
  return answer.rows.rows
}
