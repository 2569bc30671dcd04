import { describe, expect, it } from 'vitest'
import { bagUdfs } from '../../../src/functions/dynamic/bag.ts'
import { caller } from '../call.ts'

const call = caller(bagUdfs)

// Semantics 8.16, 8.19, 10.9, 12.1 and the functions' documentation pages.
describe('bags', () => {
  it.each([
    ['bag_keys', ['{"b":1,"a":{"c":2}}'], '["b","a"]'],
    ['bag_keys', ['{}'], '[]'],
    ['bag_keys', ['["a"]'], null],
    ['bag_remove_keys', ['{"a":1,"b":{"c":2,"d":3}}', '["a","$.b.c","x","$.x.y",7]'], '{"b":{"d":3}}'],
    ['bag_remove_keys', ['{"a":1}', '"a"'], null],
    ['bag_remove_keys', ['{"a.b":1,"c":2}', '["$[\'a.b\']"]'], '{"c":2}'],
    ['bag_has_key', ['{"a":{"b":null}}', '$.a.b'], true],
    ['bag_has_key', ['{"a":{"b":null}}', 'b'], false],
    ['bag_has_key', ['{"a":1}', '$.a.b'], false],
    ['bag_has_key', ['{"$type":1}', '$type'], true],
    ['bag_has_key', ['[1]', 'a'], null],
    ['bag_set_key', ['{"a":1}', 'b', '[2]'], '{"a":1,"b":[2]}'],
    ['bag_set_key', ['{"a":1}', '$.b.c', null], '{"a":1,"b":{"c":null}}'],
    ['bag_set_key', ['{"a":1}', '$', '2'], null],
    ['bag_set_key', ['[1]', 'a', '2'], null],
    ['bag_merge', ['{"a":1}', '{"a":2,"b":[3]}', '{"c":4}'], '{"a":1,"b":[3],"c":4}'],
    ['bag_zip', ['["a",1,"b"]', '["x","y"]'], '{"a":"x","b":null}'],
    ['bag_zip', ['["a"]', null], '{"a":null}'],
    ['bag_zip', ['"a"', '[1]'], null],
    ['bag_pack', ['"a"', '1', '"b"', null, '"c"', '""'], '{"a":1,"b":null,"c":""}'],
    ['bag_pack_present', ['"a"', '1', '"b"', null, '"c"', '""'], '{"a":1}'],
    ['bag_elements', ['{"a":1,"b":[2]}'], '[{"a":1},{"b":[2]}]'],
    ['bag_pairs', ['{"a":1,"b":[2]}'], '[["a",1],["b",[2]]]'],
    ['treepath', ['{"a":[{"b":1},2],"c":3}'], `["['a']","['a'][0]","['a'][0]['b']","['c']"]`],
  ] as const)('%s %o is %s', (name, cells, value) => expect(call(name, ...cells)).toBe(value))
})

describe('extract_json', () => {
  it.each([
    ['$.a[1]', '{"a":[1,"two"]}', 'two'],
    ["$['a b'].c", '{"a b":{"c":true}}', 'true'],
    ['$.a', '{"a":{"b":1.50}}', '{"b":1.5}'],
    ['$', '[1]', '[1]'],
    ['$.x', '{"a":1}', ''],
    ['$..a', '{"a":1}', ''],
    ['$.a', 'no json', ''],
  ])('%s of %s is %s', (path, text, value) => expect(call('extract_json', path, text)).toBe(value))
})
