import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/answer/read-json.ts'
import { limits } from '../../src/http/limits.ts'

describe('JSON from a service', () => {
  // Expected: what JSON.parse makes of it.
  test.each([
    '{"a":[1,-2.5e3,true,null,"x"],"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    String.raw`{"a\"b":1,"a":"\\","c\\":"\\\"","d":"\u0041{[\""}`,
    '{"__proto__":{"x":1},"constructor":1}',
    '"9223372036854775807"',
    '[9007199254740991,0.12345678901234567890123,12345678901234567890.5,1e400]',
    '[]',
    ' 1 ',
  ])('%s is what it is', text => expect(readJson(text)).toEqual({ value: JSON.parse(text) }))

  test('integers beyond 2^53 keep their digits everywhere', () => {
    const text = '{"9223372036854775807":[9223372036854775807,-9223372036854775808],"x":"[9223372036854775807"}'
    expect(readJson(text)).toEqual({
      value: {
        '9223372036854775807': ['9223372036854775807', '-9223372036854775808'],
        x: '[9223372036854775807',
      },
    })
  })

  test('own keys named like the prototype reach no prototype', () => {
    const read = readJson('{"__proto__":{"polluted":true}}')
    expect('value' in read && Object.getPrototypeOf(read.value)).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })

  test.each([
    '',
    '{',
    '[1,]',
    '{"a"}',
    '"',
    '"\\"',
    'NaN',
    '01',
    '[09223372036854775807]',
    '-',
    '[1 2]',
    '{} {}',
    '}',
    ']]',
    '\u00a01',
  ])('%j is refused', text => expect(readJson(text)).toEqual({ fault: 'it is not JSON' }))

  test.each(['{"a":1,"a":1}', '{"a":1,"b":{},"\\u0061":2}', '[{"x":{"k" : 1, "k"\n:2}}]'])('%s has a key twice', text =>
    expect(readJson(text)).toEqual({ fault: 'an object in it has a key twice' }),
  )

  test.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('%s nests as deep as the limit and no deeper', (open, close) => {
    const nested = (depth: number) => `${open.repeat(depth)}${open === '[' ? '' : '1'}${close.repeat(depth)}`
    expect(readJson(nested(limits.depth))).toHaveProperty('value')
    expect(readJson(nested(limits.depth + 1))).toHaveProperty('fault')
    expect(readJson(open.repeat(1_000_000))).toHaveProperty('fault')
  })
})
