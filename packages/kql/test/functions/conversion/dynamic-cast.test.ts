import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/engine.ts'
import { dynamicCastUdfs } from '../../../src/functions/conversion/dynamic-cast.ts'
import { caller } from '../call.ts'

const call = caller(dynamicCastUdfs)

// Semantics 8.11: numbers and bools by value, strings as the function of a string reads them, everything else null.
describe('casts of a dynamic', () => {
  it.each<[keyof typeof dynamicCastUdfs, string, Cell]>([
    ['dynamic_toint', '-7.9', -7],
    ['dynamic_toint', '4294967301', 5],
    ['dynamic_toint', '1e12', 2147483647],
    ['dynamic_toint', '"12"', 12],
    ['dynamic_toint', '"1.5"', null],
    ['dynamic_toint', 'true', 1],
    ['dynamic_tolong', '9007199254740993', 9007199254740993n],
    ['dynamic_tolong', '-1e30', -(2n ** 63n)],
    ['dynamic_tolong', '[1]', null],
    ['dynamic_toreal', '3', 3],
    ['dynamic_toreal', '"2.5"', 2.5],
    ['dynamic_toreal', '{"a":1}', null],
    ['dynamic_tobool', '0.5', true],
    ['dynamic_tobool', '"FALSE"', false],
    ['dynamic_tobool', '"yes"', null],
    ['dynamic_todecimal', '1.50', '1.5'],
    // a day is 864,000,000,000 ticks, and the first instant is tick 0 (semantics 6.1)
    ['dynamic_todatetime', '"0001-01-02T00:00:00.0000000Z"', 864_000_000_000n],
    ['dynamic_todatetime', '864000000000', 864_000_000_000n],
    ['dynamic_todatetime', '-1', null],
    ['dynamic_totimespan', '"1.00:00:00"', 864_000_000_000n],
    ['dynamic_toguid', '"9ABCDEF0123456789abcdef012345678"', '9abcdef0-1234-5678-9abc-def012345678'],
    ['dynamic_toguid', '1', null],
  ])('%s(%s) is %s', (name, cell, value) => expect(call(name, cell)).toBe(value))

  it('keeps null', () => expect(call('dynamic_tolong', null)).toBeNull())
})
