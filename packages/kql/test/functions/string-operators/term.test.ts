import { expect, test } from 'vitest'
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
