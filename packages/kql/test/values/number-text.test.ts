import { describe, expect, test } from 'vitest'
import {
  boolOfRow,
  boolOfText,
  decimalOfText,
  guidOfText,
  intOfText,
  longOfText,
  realOfText,
} from '../../src/values/number-text.ts'
import { RefusedValue } from '../../src/values/refused-value.ts'

describe('texts to numbers (semantics 5.7)', () => {
  test('whole numbers allow surrounding blanks, but no fraction or exponent', () => {
    expect([' 7 ', '-7', '+7', '7.0', '7e0', '', 'x', '1 2'].map(intOfText)).toEqual([
      7,
      -7,
      7,
      null,
      null,
      null,
      null,
      null,
    ])
  })

  test('a number out of range is null', () => {
    expect(['2147483647', '2147483648', '-2147483648', '-2147483649'].map(intOfText)).toEqual([
      2147483647,
      null,
      -2147483648,
      null,
    ])
    expect(longOfText('9223372036854775807')).toBe(9223372036854775807n)
    expect(longOfText('9223372036854775808')).toBeNull()
  })

  test('hexadecimal digits are a bit pattern, without a sign', () => {
    expect(longOfText('0xFFFFFFFFFFFFFFFE')).toBe(-2n)
    expect(intOfText('0xFFFFFFFE')).toBe(-2)
    expect(longOfText('0x1_0')).toBeNull()
    expect(longOfText('-0x1')).toBeNull()
  })

  test('reals have special values and overflow to infinity', () => {
    expect([' 2.5e-1 ', '.5', '5.', '1e999', '-Infinity', 'INF'].map(realOfText)).toEqual([
      0.25,
      0.5,
      5,
      Infinity,
      -Infinity,
      Infinity,
    ])
    expect(realOfText('nan')).toBeNaN()
    expect(['', '0x1', '1,5', '1e', 'in'].map(realOfText)).toEqual([null, null, null, null, null])
  })

  test('bools are words in any case or whole numbers that a long holds (semantics 1.10)', () => {
    expect(['FALSE', 'true', '00', '-3', '0x10', ' true', ' 2 ', '\ttrue'].map(boolOfText)).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
      true,
      true,
    ])
    expect(['0.5', 'no', '', '9223372036854775808'].map(boolOfText)).toEqual([null, null, null, null])
  })

  test('in rows a word with surrounding spaces is null, and other blanks are refused (semantics 1.10)', () => {
    expect(['true', ' true', 'FALSE ', '7', ''].map(boolOfRow)).toEqual([true, null, null, true, null])
    for (const text of ['\ttrue', ' 1', '0\n', ' true ']) expect(() => boolOfRow(text)).toThrow(RefusedValue)
  })

  test('decimals are written out', () => {
    expect(['007.10', '-0', '12e3', '1.25e-3', '-4.', 'x', '', '.'].map(decimalOfText)).toEqual([
      '7.1',
      '0',
      '12000',
      '0.00125',
      '-4',
      null,
      null,
      null,
    ])
    expect(decimalOfText('1e40')).toBeNull()
  })

  test('guids may have hyphens (semantics 1.12)', () => {
    expect(guidOfText('0011223344556677-8899AABBCCDDEEFF')).toBe('00112233-4455-6677-8899-aabbccddeeff')
    expect(guidOfText('{00112233-4455-6677-8899-aabbccddeeff}')).toBe('00112233-4455-6677-8899-aabbccddeeff')
    expect(guidOfText('00112233-4455-6677-8899-aabbccddeef')).toBeNull()
  })
})
