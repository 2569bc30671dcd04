import { describe, expect, it } from 'vitest'
import { cellJson, jsonCell, parseJson, Real, writeJson } from '../../src/values/json.ts'
import { realText } from '../../src/values/real-text.ts'

const roundTrip = (text: string) => {
  const value = parseJson(text)
  return value === undefined ? undefined : writeJson(value)
}

describe('reading and writing JSON', () => {
  it('keeps 64-bit integers, the order of keys and the difference between a long and a real', () => {
    expect(roundTrip(' { "2": 9223372036854775807, "1": [1, 1.0, -9223372036854775808] } ')).toBe(
      '{"2":9223372036854775807,"1":[1,1.0,-9223372036854775808]}',
    )
    expect(parseJson('1')).toBe(1)
    expect(parseJson('1.0')).toEqual(new Real(1))
    expect(parseJson('1e2')).toEqual(new Real(100))
  })

  it('reads an integer past 64 bits as a real that keeps its digits', () => {
    expect(parseJson('9223372036854775808')).toEqual(new Real(2 ** 63, '9223372036854775808'))
  })

  it('keeps the last of two equal keys, in the position of the first', () => {
    expect(roundTrip('{"a":1,"b":2,"a":3}')).toBe('{"a":3,"b":2}')
  })

  it('decodes escapes and writes only those that JSON needs', () => {
    expect(parseJson('"a\\u0041\\n\\/\\""')).toBe('aA\n/"')
    expect(roundTrip('"\\u00e9\\u0001\\/"')).toBe('"é\\u0001/"')
  })

  it('treats __proto__ like any other key', () => {
    expect(roundTrip('{"__proto__":{"a":1}}')).toBe('{"__proto__":{"a":1}}')
  })

  // RFC 8259 grammar
  it.each([
    '',
    '01',
    '1.',
    '.5',
    '-',
    '+1',
    '[1,]',
    '{"a"}',
    '{a:1}',
    "{'a':1}",
    '"\n"',
    '"\\x"',
    '"open',
    '[',
    'nul',
    '1 2',
  ])('refuses %j', text => expect(parseJson(text)).toBeUndefined())

  it('rejects excessively nested text instead of overflowing the stack', () => {
    expect(parseJson('['.repeat(1e5))).toBeUndefined()
  })

  it('reads a top-level null as the null cell, and text that is not JSON as a string (semantics 8.4, 8.7)', () => {
    expect(jsonCell(null)).toBeNull()
    expect(jsonCell([null])).toBe('[null]')
    expect(cellJson(null)).toBeNull()
    expect(cellJson('not json')).toBe('not json')
  })

  it('writes NaN and infinities as strings (semantics 7.4)', () => {
    expect(writeJson([new Real(NaN), new Real(Infinity), new Real(-Infinity)])).toBe('["NaN","Infinity","-Infinity"]')
  })
})

describe('the text of a real (semantics 7.3)', () => {
  // Each expected text is the largest of the shortest texts that read back as the value.
  it.each([
    [1, '1.0'],
    [-2.5, '-2.5'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [0.1 + 0.2, '0.30000000000000007'],
    [2 / 3, '0.6666666666666666'],
    [NaN, 'NaN'],
    [-Infinity, '-inf'],
  ])('%f is %s', (value, text) => expect(realText(value)).toBe(text))
})
