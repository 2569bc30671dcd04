import { describe, expect, it } from 'vitest'
import { dynamicUdfs } from '../../../src/functions/dynamic/dynamic-value.ts'
import { caller } from '../call.ts'

const call = caller(dynamicUdfs)

describe('parse_json', () => {
  it('reads JSON compactly, keeping longs and reals apart', () => {
    expect(call('parse_json', ' { "a" : [ 1 , 2.50, null ] } ')).toBe('{"a":[1,2.5,null]}')
  })

  it('reads text that is not JSON as a string, and the empty text as null (semantics 8.4)', () => {
    expect(call('parse_json', 'say "hi"')).toBe('"say \\"hi\\""')
    expect(call('parse_json', '')).toBeNull()
    expect(call('parse_json', 'null')).toBeNull()
  })

  it('turns ISO instants into datetimes in UTC, at every depth (semantics 8.5, 6.4)', () => {
    expect(call('parse_json', '{"t":["2026-03-02T12:30:00+02:00"]}')).toBe('{"t":["2026-03-02T10:30:00.0000000Z"]}')
    expect(call('parse_json', '{"t":"2026-03-02T10:00:00.12Z"}')).toBe('{"t":"2026-03-02T10:00:00.1200000Z"}')
  })

  it.each(['2026-03-02', '2026-02-29T10:00:00', '2026-13-02T10:00:00', '2026-03-02T10:00', 'on 2026-03-02T10:00:00'])(
    'leaves %s a string',
    text => expect(call('parse_json', JSON.stringify([text]))).toBe(JSON.stringify([text])),
  )
})

describe('gettype of a dynamic (semantics 8.12)', () => {
  it.each([
    [null, 'null'],
    ['1', 'long'],
    ['1.0', 'double'],
    ['"1"', 'string'],
    ['"2026-03-02T10:00:00.0000000Z"', 'datetime'],
    ['false', 'bool'],
    ['[]', 'array'],
    ['{}', 'dictionary'],
  ])('%s is %s', (cell, type) => expect(call('dynamic_gettype', cell)).toBe(type))
})

describe('navigation never fails (semantics 8.1, 8.2, 8.7)', () => {
  it.each([
    ['{"a":{"b":1}}', 'a', '{"b":1}'],
    ['{"a":1}', 'A', null],
    ['{"a":null}', 'a', null],
    ['[1]', 'a', null],
    ['"{\\"a\\":1}"', 'a', null],
  ])('%s [%s]', (cell, key, value) => expect(call('dynamic_key', cell, key)).toBe(value))

  it.each([
    ['[1,"b"]', 1n, '"b"'],
    ['[1,"b"]', -2n, '1'],
    ['[1,"b"]', 2n, null],
    ['[1,"b"]', -3n, null],
    ['{"0":1}', 0n, null],
  ])('%s [%s]', (cell, index, value) => expect(call('dynamic_index', cell, index)).toBe(value))
})

it.each([
  ['{"a":1}', '"a"', '1'],
  ['[1,2]', '-1', '2'],
  ['[1,2]', '"0"', null],
  ['{"a":1}', 'true', null],
])('%s [%s] by a key that is a dynamic is %s (semantics 8.2)', (cell, key, value) =>
  expect(call('dynamic_element', cell, key)).toBe(value),
)

it('dynamic_to_json sorts the keys of every level by code (semantics 8.18)', () => {
  expect(call('dynamic_to_json', '{"b":[{"z":1,"B2":2,"B10":3}],"a":null}')).toBe(
    '{"a":null,"b":[{"B10":3,"B2":2,"z":1}]}',
  )
})
