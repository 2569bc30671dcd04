import { expect, test } from 'vitest'
import { formatBytes, hexText } from '../../../src/functions/string/number-format.ts'

test('tohex is the two’s complement, padded to a minimum (semantics 5.9)', () => {
  expect(hexText(255n, 0n, 64)).toBe('ff')
  expect(hexText(255n, 4n, 64)).toBe('00ff')
  expect(hexText(-1n, 0n, 32)).toBe('ffffffff')
  expect(hexText(-1n, 0n, 64)).toBe('ffffffffffffffff')
})

test('format_bytes uses the largest unit that gives at least 1 (semantics 4.15)', () => {
  expect(formatBytes(1023, 0, '')).toBe('1023 Bytes')
  expect(formatBytes(1536, 1, '')).toBe('1.5 KB')
  expect(formatBytes(3 * 1024 ** 3, 0, 'MB')).toBe('3072 MB')
  expect(() => formatBytes(5, 0, 'KiB')).toThrow('not settled')
})
