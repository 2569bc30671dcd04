import { describe, expect, test } from 'vitest'
import {
  codePointsOf,
  countOf,
  indexOf,
  parseCsv,
  parseVersion,
  repeatText,
  replaceString,
  replaceStrings,
  reverse,
  split,
  splitPart,
  substring,
  textOfCodePoints,
  translate,
} from '../../../src/functions/string/text-functions.ts'

const rest = 2n ** 62n

test('substring counts code points and never clamps a start before the text (semantics 4.4)', () => {
  expect(substring('tripline', 4n, 3n)).toBe('lin')
  expect(substring('tripline', -4n, rest)).toBe('line')
  expect(substring('a😀bc', 1n, 2n)).toBe('😀b')
  expect([
    substring('abc', 3n, 1n),
    substring('abc', -9n, 8n),
    substring('abc', 1n, 0n),
    substring('abc', 1n, -1n),
  ]).toEqual(['', '', '', ''])
  expect(substring('abc', 1n, 99n)).toBe('bc')
})

describe('indexof (semantics 4.5)', () => {
  test('is zero-based in code points, -1 when absent', () => {
    expect(indexOf('😀needle', 'needle', 0n, -1n, 1n)).toBe(1n)
    expect(indexOf('hay', 'Hay', 0n, -1n, 1n)).toBe(-1n)
    expect(indexOf('abab', 'ab', -2n, -1n, 1n)).toBe(2n)
    expect(indexOf('abab', 'ab', 9n, -1n, 1n)).toBe(-1n)
  })

  test('length limits where a match may start', () => {
    expect(indexOf('xxab', 'ab', 0n, 3n, 1n)).toBe(2n)
    expect(indexOf('xxab', 'ab', 0n, 2n, 1n)).toBe(-1n)
  })

  test('finds a later occurrence', () => {
    expect(indexOf('a-a-a', 'a', 0n, -1n, 3n)).toBe(4n)
    expect(indexOf('a-a-a', 'a', 0n, -1n, 4n)).toBe(-1n)
  })
})

test('countof counts overlapping occurrences (semantics 4.5)', () => {
  expect(countOf('banana', 'ana')).toBe(2n)
  expect(countOf('banana', 'x')).toBe(0n)
})

test('split keeps empty parts (semantics 4.3)', () => {
  expect(split('a,,b', ',')).toBe('["a","","b"]')
  expect(split('', ',')).toBe('[""]')
  expect(splitPart('a,b', ',', 1n)).toBe('["b"]')
  expect(splitPart('a,b', ',', 2n)).toBeNull()
})

test('replacement is one pass; the first matching lookup wins (semantics 4.9)', () => {
  expect(replaceString('a.b.c', '.', '$&')).toBe('a$&b$&c')
  expect(replaceString('abc', '', '-')).toBe('abc')
  expect(replaceStrings('one two', '["one","two"]', '["two","three"]')).toBe('two three')
  expect(replaceStrings('abc', '["a","ab"]', '["1","2"]')).toBe('1bc')
  expect(replaceStrings('a(b', '["(",""]', '["[","x"]')).toBe('a[b')
})

test('translate maps characters; the last target replaces the rest (semantics 4.9)', () => {
  expect(translate('abc', 'xy', 'aabbcc')).toBe('xxyyyy')
  expect(translate('-_', '', 'a-b_c')).toBe('abc')
})

test('strrep has two documented limits, 1,024 and more (semantics 4.9)', () => {
  expect(repeatText('ab', 3n, '-')).toBe('ab-ab-ab')
  expect(repeatText('x', 1024n, '')).toHaveLength(1024)
  expect(() => repeatText('x', 1025n, '')).toThrow('not settled')
})

test('reverse and code points treat a surrogate pair as one (semantics 4.8)', () => {
  expect(reverse('a😀b')).toBe('b😀a')
  expect(codePointsOf('a😀')).toBe('[97,128512]')
  expect(textOfCodePoints('[97,98]', '128512')).toBe('ab😀')
  // Documentation of unicode_codepoints_to_string: null if any argument is not a valid code point.
  expect([textOfCodePoints('[97,-1]'), textOfCodePoints('97', '55296'), textOfCodePoints('97', null)]).toEqual([
    '',
    '',
    '',
  ])
})

test('parse_csv reads the first record with RFC 4180 quotes (semantics 4.11)', () => {
  expect(parseCsv('a,"b ""x"", y",,c\nd')).toBe(JSON.stringify(['a', 'b "x", y', '', 'c']))
  expect(parseCsv('"two\nlines",z')).toBe(JSON.stringify(['two\nlines', 'z']))
  for (const text of ['', 'a "b"', '"a"b', '"a'] as const) expect(() => parseCsv(text)).toThrow('not settled')
})

test('parse_version is comparable: eight digits per part, missing parts are 0 (semantics 4.11)', () => {
  expect(parseVersion('2.10')).toBe('2000000100000000000000000')
  expect(BigInt(parseVersion('2.10')!) > BigInt(parseVersion('2.9.99')!)).toBe(true)
  expect([parseVersion('1.2.3.4.5'), parseVersion('1.x'), parseVersion('123456789')]).toEqual([null, null, null])
})
