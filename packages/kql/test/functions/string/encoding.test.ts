import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  base64Decode,
  base64DecodeArray,
  base64DecodeGuid,
  base64Encode,
  base64EncodeArray,
  base64EncodeGuid,
  gzipDecompress,
  urlDecode,
  urlEncode,
  urlEncodeComponent,
  zlibDecompress,
} from '../../../src/functions/string/encoding.ts'
import { hashLong, hashMd5, hashSha1, hashSha256, hashText } from '../../../src/functions/string/hash.ts'
import { RefusedValue } from '../../../src/values/refused-value.ts'

test('base64 of texts; what is not base64 or not UTF-8 is empty (semantics 4.12)', () => {
  // RFC 4648, section 10.
  expect(['', 'f', 'fo', 'foobar'].map(base64Encode)).toEqual(['', 'Zg==', 'Zm8=', 'Zm9vYmFy'])
  expect(['Zm8=', 'Zm8', '/w==', '%%%%'].map(base64Decode)).toEqual(['fo', '', '', ''])
})

test('base64 of bytes and guids: the first three groups of a guid are little-endian (semantics 1.12)', () => {
  expect(base64DecodeArray('AP8=')).toBe('[0,255]')
  expect(base64EncodeArray('[75,117]')).toBe('S3U=')
  // Documentation of base64_encode_fromarray: null for bytes that are not UTF-8.
  expect(base64EncodeArray('[0,255]')).toBe('')
  expect(() => base64EncodeArray('[256]')).toThrow('not settled')
  const bytes = Buffer.from('33221100554477668899aabbccddeeff', 'hex').toString('base64')
  expect(base64EncodeGuid('00112233-4455-6677-8899-aabbccddeeff')).toBe(bytes)
  expect(base64DecodeGuid(bytes)).toBe('00112233-4455-6677-8899-aabbccddeeff')
  expect(base64DecodeGuid('AAAA')).toBeNull()
})

test('URL encoding is lower-case UTF-8 (semantics 4.13)', () => {
  expect(urlEncodeComponent('é a/b?')).toBe('%c3%a9%20a%2fb%3f')
  expect(urlEncode('é a')).toBe('%c3%a9+a')
  expect(urlDecode('%C3%A9%20a%2Fb')).toBe('é a/b')
  for (const text of ['a+b', '%zz', '%ff']) expect(() => urlDecode(text)).toThrow('not settled')
  for (const text of ['!', '~', '(']) expect(() => urlEncode(text)).toThrow('not settled')
})

test('compressed texts; anything else is empty (semantics 4.12)', () => {
  expect(gzipDecompress(gzipSync('payload').toString('base64'))).toBe('payload')
  expect(zlibDecompress('bm90IHpsaWI=')).toBe('')
})

test('hashes of published test vectors (semantics 4.14)', () => {
  // RFC 1321, FIPS 180 and the xxHash specification for "abc".
  expect(hashMd5('abc')).toBe('900150983cd24fb0d6963f7d28e17f72')
  expect(hashSha1('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d')
  expect(hashSha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(BigInt.asUintN(64, hashText('abc'))).toBe(0x44bc2cf5ad770999n)
})

test('an empty text has an empty hash (semantics 4.14)', () => {
  expect([hashMd5(''), hashSha1(''), hashSha256('')]).toEqual(['', '', ''])
  expect(() => hashText('')).toThrow(RefusedValue)
})

test('a long is hashed as its eight little-endian bytes', () => {
  const text = 'abcdefgh'
  expect(hashLong(Buffer.from(text).readBigInt64LE())).toBe(hashText(text))
})
