import { describe, expect, it } from 'vitest'
import { arrayUdfs } from '../../../src/functions/dynamic/array.ts'
import { arraySortUdfs } from '../../../src/functions/dynamic/array-sort.ts'
import { sequenceUdfs } from '../../../src/functions/dynamic/sequence.ts'
import { setUdfs } from '../../../src/functions/dynamic/set.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'
import { caller } from '../call.ts'

const call = caller({ ...arrayUdfs, ...arraySortUdfs, ...setUdfs, ...sequenceUdfs })

// Rules: semantics 8.13 to 8.17 and the functions' documentation pages.
describe('arrays', () => {
  it.each([
    ['array_concat', ['["a",["b"]]', '[]', '[1.0]'], '["a",["b"],1.0]'],
    ['array_concat', ['[1]', null], '[1]'],
    ['array_reverse', ['[1,"x",null]'], '[null,"x",1]'],
    ['array_rotate_left', ['["a","b","c"]', 4n], '["b","c","a"]'],
    ['array_rotate_right', ['["a","b","c"]', 1n], '["c","a","b"]'],
    ['array_rotate_left', ['[]', 1n], '[]'],
    ['array_shift_left', ['[7,8,9]', 1n, null], '[8,9,null]'],
    ['array_shift_left', ['[7,8,9]', -5n, '0'], '[0,0,0]'],
    ['array_shift_right', ['["a","b"]', 1n, null], '["","a"]'],
    ['array_slice', ['[0,1,2,3]', 1n, -2n], '[1,2]'],
    ['array_slice', ['[0,1,2,3]', -100n, 0n], '[0]'],
    ['array_slice', ['[0,1,2,3]', 3n, 1n], '[]'],
    ['array_split', ['["a","b","c"]', '1'], '[["a"],["b","c"]]'],
    ['array_split', ['["a","b","c"]', '[-1]'], '[["a","b"],["c"]]'],
    ['array_sum', ['[1,2.5]'], 3.5],
    ['array_sum', ['[1,"2"]'], null],
    ['array_sum', ['[1,null]'], 1],
    ['array_sum', ['[]'], null],
    ['pack_array', ['1', null, '{"a":"b"}'], '[1,null,{"a":"b"}]'],
    ['zip', ['[1,2]', '["a"]'], '[[1,"a"],[2,null]]'],
    ['repeat', ['"x"', 2n], '["x","x"]'],
    ['repeat', ['1', 0n], '[]'],
    ['repeat', ['1', -1n], null],
    ['strcat_array', ['["a",null,true,[1]]', '/'], 'a//true/[1]'],
    ['array_iff', ['[true,0,2,"x",null]', '"yes"', '[10,20]'], '["yes",20,"yes",null,null]'],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))

  it.each([
    ['array_concat', ['[1]', '2']],
    ['array_concat', [null]],
    ['array_split', ['[1,2]', '"x"']],
    ['array_split', ['[1,2]', '[1,null]']],
    ['array_sum', ['[null]']],
  ] as const)('%s %o is refused', (name, cells) => expect(() => call(name, ...cells)).toThrow(RefusedValue))

  it.each([
    ['"b"', 0n, -1n, 1n, 1n],
    ['"b"', 2n, -1n, 1n, 3n],
    ['"b"', 0n, -1n, 2n, 3n],
    ['"b"', 0n, 1n, 1n, -1n],
    ['"b"', -1n, -1n, 1n, 3n],
    ['"B"', 0n, -1n, 1n, -1n],
    ['2', 0n, -1n, 1n, 2n],
    ['"b"', 0n, -2n, 1n, null],
    ['"b"', 0n, -1n, -1n, null],
  ])('array_index_of(["a","b",2.0,"b"], %s, %s, %s, %s) is %s', (value, start, length, occurrence, index) =>
    expect(call('array_index_of', '["a","b",2.0,"b"]', value, start, length, occurrence)).toBe(index),
  )
})

describe('array_sort', () => {
  it.each([
    ['array_sort_asc', true, ['[3,null,1.5,"b","B"]'], '[[1.5,3,"B","b",null]]'],
    ['array_sort_desc', true, ['[3,null,1.5,"b","B"]'], '[[3,1.5,"b","B",null]]'],
    ['array_sort_desc', false, ['[1,null,2]'], '[[null,2,1]]'],
    ['array_sort_asc', true, ['[2,1,3]', '["b","a","c"]', '[1]'], '[[1,2,3],["a","b","c"],null]'],
    [
      'array_sort_asc',
      true,
      ['[9223372036854775807,9223372036854775806]'],
      '[[9223372036854775806,9223372036854775807]]',
    ],
    // ten hours come before a day, though not by their text
    ['array_sort_asc', true, ['["1.00:00:00","10:00:00"]'], '[["10:00:00","1.00:00:00"]]'],
    ['array_sort_asc', true, ['"x"'], null],
  ] as const)('%s (nulls last: %s) %o is %s', (name, nullsLast, cells, value) =>
    expect(call(name, nullsLast, ...cells)).toBe(value),
  )
})

describe('sets', () => {
  it.each([
    ['set_union', ['[2,1,2]', '[3,1]'], '[2,1,3]'],
    ['set_intersect', ['["a","b","c"]', '["c","b"]'], '["b","c"]'],
    ['set_difference', ['[1,2,2,3]', '[1]', '[3]'], '[2]'],
    ['set_union', ['[{"a":1,"b":2}]', '[{"b":2,"a":1}]'], '[{"a":1,"b":2}]'],
    ['set_union', ['[1]', '"1"'], null],
    ['set_has_element', ['["a","b"]', '"b"'], true],
    ['set_has_element', ['["a","b"]', '"B"'], false],
    // {1,2} and {2,3}: one of three
    ['jaccard_index', ['[1,2,2]', '[2,3]'], 1 / 3],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

// Semantics 8.17: both ends inclusive.
describe('range', () => {
  it.each([
    ['range_long', [1n, 8n, 3n], '[1,4,7]'],
    ['range_long', [3n, 1n, -1n], '[3,2,1]'],
    ['range_long', [3n, 1n, 1n], '[]'],
    ['range_long', [1n, 3n, 0n], null],
    ['range_real', [0.5, 2, 0.5], '[0.5,1.0,1.5,2.0]'],
    ['range_timespan', [0n, 1_200_000_000n, 600_000_000n], '["00:00:00","00:01:00","00:02:00"]'],
    [
      'range_datetime',
      [0n, 864_000_000_000n, 864_000_000_000n],
      '["0001-01-01T00:00:00.0000000Z","0001-01-02T00:00:00.0000000Z"]',
    ],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))

  it('is limited to 2^20 elements', () => {
    expect(JSON.parse(String(call('range_long', 1n, 10_000_000n, 1n)))).toHaveLength(1_048_576)
  })
})
