import { createHash } from 'node:crypto'
import createXxhash from 'xxhash-wasm'
import { refusedValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

const xxhash = await createXxhash()

const hex =
  (algorithm: 'md5' | 'sha1' | 'sha256') =>
  (text: string): string =>
    text === '' ? '' : createHash(algorithm).update(text).digest('hex')

/**
 * `hash_md5` and similar functions hash the string form of a value; lower-case hexadecimal, '' for an empty text (semantics
 * 4.14).
 */
export const hashMd5 = hex('md5')
export const hashSha1 = hex('sha1')
export const hashSha256 = hex('sha256')

/** `hash_xxhash64` of a string: its UTF-8 bytes, seed 0 (semantics 4.14). */
export function hashText(text: string): bigint {
  if (text === '') throw refusedValue('hash-empty')
  return BigInt.asIntN(64, xxhash.h64(text))
}

/** `hash_xxhash64` of a long, datetime or timespan: its eight bytes, little-endian. */
export function hashLong(value: bigint): bigint {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, value, true)
  return BigInt.asIntN(64, xxhash.h64Raw(bytes))
}

export const hashUdfs = named({
  hash_md5: defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call: hashMd5 }),
  hash_sha1: defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call: hashSha1 }),
  hash_sha256: defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call: hashSha256 }),
  hash_text: defineUdf({ parameters: ['string'], result: 'long', nulls: 'propagate', call: hashText }),
  hash_long: defineUdf({ parameters: ['long'], result: 'long', nulls: 'propagate', call: hashLong }),
})
