import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  countOfRegex,
  extract,
  extractAll,
  indexOfRegex,
  matchesRegex,
  regexProblem,
  regexQuote,
  replaceRegex,
  trim,
  trimEnd,
  trimStart,
} from '../../src/functions/regex/regex-functions.ts'
import { compileRegex, nativeRegex } from '../../src/regex/regex.ts'

const matches = (pattern: string, text: string): readonly string[] => {
  const compilation = compileRegex(pattern)
  if ('problem' in compilation) throw new Error(compilation.problem)
  return compilation.regex.all(text, [0]).map(({ groups }) => groups[0]!)
}

describe('the dialect is that of the Rust crate (semantics 3.1)', () => {
  test.each([
    ['digits are Unicode', String.raw`\d+`, 'a٣٤b5', ['٣٤', '5']],
    ['word characters are Unicode', String.raw`\w+`, 'naïve мир_1', ['naïve', 'мир_1']],
    ['white space is Unicode', String.raw`a\sb`, 'a\u00a0b', ['a\u00a0b']],
    ['(?-u) makes them ASCII', String.raw`(?-u:\w)+`, 'naïve', ['na', 've']],
    ['a word boundary is Unicode', String.raw`\bь\w*`, 'день ьx', ['ьx']],
    ['start of a word', String.raw`\<\w`, 'ab éc', ['a', 'é']],
    ['dot excludes only the line feed', '.+', 'a\r\u2028b\nc', ['a\r\u2028b', 'c']],
    ['s lets dot match it', '(?s).+', 'a\nb', ['a\nb']],
    ['multi-line anchors know only the line feed', '(?m)^.', 'a\rb\nc', ['a', 'c']],
    ['dollar is the very end', 'a$', 'a\n', []],
    ['flags hold to the end of their group', '(?:(?i)a)a', 'Aa AA', ['Aa']],
    ['flags reach over alternatives', 'x|(?i)a|b', 'A B X', ['A', 'B']],
    ['folding is simple: the Kelvin sign is a k', '(?i)k', '\u212a', ['\u212a']],
    ['U swaps greed', '(?U)a+', 'aaa', ['a', 'a', 'a']],
    ['x ignores blanks and comments', '(?x) a \\ b # end', 'a b', ['a b']],
    ['intersection', '[a-z&&[^aeiou]]+', 'banana', ['b', 'n', 'n']],
    ['difference', '[0-9--4]+', '3456', ['3', '56']],
    ['symmetric difference', '[a-c~~b-d]+', 'abcd', ['a', 'd']],
    ['POSIX class and its negation', '[[:alpha:]]+[[:^alpha:]]', 'ab1', ['ab1']],
    ['a negated perl class inside brackets', String.raw`[\W_]+`, 'é_-z', ['_-']],
    ['] first and - last are characters', '[]x-]+', 'x-]', ['x-]']],
    ['scripts and categories', String.raw`\p{Greek}+\pN`, 'aβγ7', ['βγ7']],
    ['hexadecimal escapes', String.raw`\x41\u0042\x{43}\U00000044`, 'ABCD', ['ABCD']],
    ['a code point is one character', '^.$', '😀', ['😀']],
    ['repetition of a repetition', '(?:ab)**', 'abab', ['abab']],
  ])('%s', (_, pattern, text, expected) => {
    expect(matches(pattern, text)).toEqual(expected)
  })

  test('an empty match right after another match does not count', () => {
    expect(matches('x*', 'axxb')).toEqual(['', 'xx', ''])
  })

  test('a group keeps the text of the last iteration that set it', () => {
    expect(extract('(?:(x)|y)*', 1, 'xyy')).toBe('x')
  })

  test('time grows with the text, not with the number of ways to match it', () => {
    expect(matchesRegex('a'.repeat(5000), '^(a+)+$')).toBe(true)
    expect(matchesRegex(`${'a'.repeat(5000)}!`, '^(a+)+$')).toBe(false)
  })

  test.each([
    ['(?=a)', /look-around/],
    [String.raw`(a)\1`, /back-references/],
    ['[a', /without ']'/],
    ['(a', /without '\)'/],
    ['a)', /without '\('/],
    ['*a', /nothing before it/],
    ['a{', /'}'/],
    ['[z-a]', /range/],
    [String.raw`\y`, /unknown escape/],
    [String.raw`\p{Klingon}`, /Klingon/],
  ])('%s is refused with a reason', (pattern, reason) => {
    expect(regexProblem(pattern)).toMatch(reason)
  })
})

describe('patterns that the database can run', () => {
  test('are equivalent in RE2', () => {
    expect(nativeRegex('a.c$')).toBe(String.raw`a[^\x{a}]c\z`)
    expect(nativeRegex('(?<id>[0-9])')).toBe('([0-9])')
  })

  test('exclude Unicode word boundaries and repetitions too long for RE2', () => {
    expect(nativeRegex(String.raw`\bcat\b`)).toBeUndefined()
    expect(nativeRegex('a{1001}')).toBeUndefined()
    expect(nativeRegex(String.raw`(?:\w{50}){50}`)).toBeUndefined()
  })

  test('give the same results in the functions', () => {
    expect(matchesRegex('a'.repeat(1001), '^a{1001}$')).toBe(true)
  })
})

describe('functions', () => {
  test('extract returns "" if nothing matches or the group took no part (semantics 4.1)', () => {
    expect(extract('k=(\\d+)', 1, 'k=12;')).toBe('12')
    expect(extract('k=(\\d+)', 0, 'k=12;')).toBe('k=12')
    expect(extract('k=(\\d+)', 1, 'none')).toBe('')
    expect(extract('(a)|b', 1, 'b')).toBe('')
  })

  test('extract_all is flat for one group, nested for several, null if nothing matches (semantics 4.2)', () => {
    expect(extractAll('(\\d)', null, '1-2')).toBe('["1","2"]')
    expect(extractAll('(\\d)(\\w)', null, '1a 2b')).toBe('[["1","a"],["2","b"]]')
    expect(extractAll('(\\d)(?P<letter>\\w)', '["letter"]', '1a 2b')).toBe('["a","b"]')
    expect(extractAll('(\\d)', null, 'none')).toBeNull()
  })

  test('replace_regex replaces every match and numbers groups with a backslash (semantics 3.4)', () => {
    expect(replaceRegex('ann@x bob@y', '(\\w+)@(\\w+)', '\\2:\\1<\\0>')).toBe('x:ann<ann@x> y:bob<bob@y>')
    expect(replaceRegex('ab', 'x*', '-')).toBe('-a-b-')
  })

  test('counted matches do not overlap; positions are in code points (semantics 4.5)', () => {
    expect(countOfRegex('aaaa', 'aa')).toBe(2n)
    expect(indexOfRegex('😀ab1ab2', 'ab\\d', 0n, -1n, 2n)).toBe(4n)
    expect(indexOfRegex('aaa', 'a', -1n, -1n, 1n)).toBeNull()
    expect(indexOfRegex('aaa', 'b', 0n, -1n, 1n)).toBe(-1n)
    expect(indexOfRegex('aaa', 'a', 9n, -1n, 1n)).toBe(-1n)
  })

  test('trim removes one match per side (semantics 4.6)', () => {
    expect(trimStart('-', '--x--')).toBe('-x--')
    expect(trimEnd('-', '--x--')).toBe('--x-')
    expect(trim('-', '--x--')).toBe('-x-')
    expect(trim('-+', '--x--')).toBe('x')
    expect(trim('a|b', 'abxba')).toBe('bxb')
  })

  test('a quoted text matches only itself', () => {
    const text = 'a.b*[c]-{1}\\^$|#~&'
    expect(matchesRegex(text, `^${regexQuote(text)}$`)).toBe(true)
    expect(regexQuote('1.5')).toBe('1\\.5')
  })

  test('an invalid pattern from a column matches nothing', () => {
    expect(matchesRegex('(', '(')).toBe(false)
    expect(replaceRegex('x', '(', 'y')).toBe('x')
  })
})

test('a pattern may end in a comment, even if it is anchored', () => {
  expect(trimStart('(?x) - # one', '--x')).toBe('-x')
  expect(trimEnd('(?x) - # one', 'x--')).toBe('x-')
})

test('a lone bracket in a class is literal, as in published rules', () => {
  expect(matchesRegex('a[b', '[[]')).toBe(true)
  expect(matchesRegex('ab', '[[]')).toBe(false)
})

test.each([
  ['(a{1000}){1000}'],
  ['\\pL{100}{100}'],
  ['(?i)[\\w&&\\pL]'.repeat(10_000)],
  ['(a?)'.repeat(20_000)],
  ['['.repeat(10_000)],
  ['('.repeat(10_000)],
])('a pattern too large to compile is refused: %.20s', pattern => {
  expect(regexProblem(pattern)).toMatch(/too large|without/)
  expect(matchesRegex('a', pattern)).toBe(false)
})

test('results stay exact with more patterns than are cached', () => {
  const digits = Array.from({ length: 1200 }, (_, number) => String(number))
  expect(digits.filter(text => !matchesRegex(`a${text}b`, `\\ba${text}b\\b`))).toEqual([])
  expect(digits.filter(text => matchesRegex(`a${text}bb`, `\\ba${text}b\\b`))).toEqual([])
})

test('calls succeed after one that timed out', () => {
  const endless = () => replaceRegex('a'.repeat(1_000_000), 'a.*z|a', 'b')
  expect(() => runInNewContext('endless()', { endless }, { timeout: 50 })).toThrow(/timed out/)
  expect(matchesRegex('é1', '^\\w+\\b$')).toBe(true)
  expect(replaceRegex('aaz', 'a.*z|a', 'b')).toBe('b')
})
