import { describe, expect, test } from 'vitest'
import {
  compileParsePattern,
  type ParsePart,
  type ParsePattern,
  parsePatternProblem,
  parseText,
} from '../../../src/functions/parsing/parse-pattern.ts'

const constant = (text: string): ParsePart => ({ kind: 'constant', text })
const column = (type: Extract<ParsePart, { kind: 'column' }>['type'] = 'string'): ParsePart => ({
  kind: 'column',
  type,
})
const skip: ParsePart = { kind: 'skip' }
const pattern = (mode: ParsePattern['mode'], parts: readonly ParsePart[], flags = ''): ParsePattern => ({
  mode,
  flags,
  parts,
})
const parse = (mode: ParsePattern['mode'], text: string, ...parts: readonly ParsePart[]) =>
  compileParsePattern(pattern(mode, parts))(text)

describe('simple mode (semantics 15.2)', () => {
  test('a string column matches the shortest text, the last one the rest', () => {
    expect(parse('simple', 'k=a=b; c', constant('k='), column(), constant('='), column())).toEqual(['a', 'b; c'])
  })

  test('the text must start with the pattern unless it begins with *', () => {
    expect(parse('simple', 'xk=1', constant('k='), column())).toBeNull()
    expect(parse('simple', 'xk=1', skip, constant('k='), column())).toEqual(['1'])
  })

  test('constants are plain, case-sensitive text', () => {
    expect(parse('simple', 'a.b', constant('A.'), column())).toBeNull()
    expect(parse('simple', 'axb', constant('a.'), column())).toBeNull()
  })

  test('a column that does not convert fails the whole row', () => {
    expect(parse('simple', 'n=5x m=1', constant('n='), column('long'), constant(' m='), column())).toBeNull()
    expect(parse('simple', 'n=5 m=1', constant('n='), column('long'), constant(' m='), column('int'))).toEqual([
      '5',
      '1',
    ])
  })

  test('the last constant ends the text', () => {
    expect(parse('simple', 'aXcYc', constant('a'), column(), constant('c'))).toEqual(['XcY'])
    expect(parse('simple', 'aXcY', constant('a'), column(), constant('c'))).toBeNull()
    expect(parse('simple', 'aXc\n', constant('a'), column(), constant('c'))).toBeNull()
    expect(parse('relaxed', 'aXcY', constant('a'), column(), constant('c'), skip)).toEqual(['X'])
  })

  test('before * a number consists of its digits, without an exponent', () => {
    expect(
      parse('simple', 'n=-42abc t=1.5e3!', constant('n='), column('long'), skip, constant('t='), column('real'), skip),
    ).toEqual(['-42', '1.5'])
  })
})

test('relaxed mode omits only values that do not convert (semantics 15.1)', () => {
  const parts = [constant('n='), column('long'), constant(' at='), column('datetime')]
  expect(parse('relaxed', 'n=x at=2024-01-02', ...parts)).toEqual([null, '2024-01-02'])
  expect(parse('relaxed', 'm=1', ...parts)).toBeNull()
})

describe('regex mode (semantics 15.3)', () => {
  test('string columns are greedy; the flag U makes them lazy', () => {
    const parts = [constant('a='), column(), constant(','), skip]
    expect(parse('regex', 'a=1,2,3', ...parts)).toEqual(['1,2'])
    expect(compileParsePattern(pattern('regex', parts, 'U'))('a=1,2,3')).toEqual(['1'])
  })

  test('groups inside constants are not columns', () => {
    expect(parse('regex', 'id: 7 ok', constant('(id|ID): '), column('long'), constant('( )+'), column())).toEqual([
      '7',
      'ok',
    ])
  })

  test('a constant with alternatives stays one constant', () => {
    expect(parse('regex', 'b-1', constant('a|b'), constant('-'), column('int'))).toEqual(['1'])
  })

  test('case and line feeds matter unless flags say otherwise', () => {
    const parts = [constant('KEY='), column()]
    expect(compileParsePattern(pattern('regex', parts))('key=a\nb')).toBeNull()
    expect(compileParsePattern(pattern('regex', parts, 'is'))('key=a\nb')).toEqual(['a\nb'])
  })
})

test('patterns that cannot be run are refused with a reason', () => {
  expect(parsePatternProblem(pattern('simple', [column(), column()]))?.message).toMatch(/constant between/)
  expect(parsePatternProblem(pattern('simple', [constant('x'), column('dynamic'), skip]))?.message).toMatch(/dynamic/)
  expect(parsePatternProblem(pattern('regex', [constant('('), column()]))?.message).toMatch(/regular expression/)
  expect(parsePatternProblem(pattern('simple', [skip, constant('a'), column()]))).toBeUndefined()
})

test('a time before * is read if nothing after it can lengthen it', () => {
  const text = JSON.stringify(pattern('simple', [constant('at '), column('datetime'), skip]))
  for (const after of ['', ' Z', ', ', ')', '"']) {
    expect(parseText(`at 2026-03-02T10:00:00Z${after}`, text)).toBe('["2026-03-02T10:00:00Z"]')
  }
  for (const after of ['1', 'x', '.5', ':1', '+01', '-1']) {
    expect(() => parseText(`at 2026-03-02T10:00:00Z${after}`, text)).toThrow('where it ends')
  }
  expect(() => parseText('at 3/2/2026 x', text)).toThrow('where it ends')
  expect(parseText('at noon', text)).toBeNull()
})

test('the database exchanges patterns and columns as JSON', () => {
  const text = JSON.stringify(pattern('relaxed', [constant('n='), column('int')]))
  expect(parseText('n=1', text)).toBe('["1"]')
  expect(parseText('n=a', text)).toBe('[null]')
  expect(parseText('m=1', text)).toBeNull()
})
