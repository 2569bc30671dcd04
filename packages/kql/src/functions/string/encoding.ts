import { isUtf8 } from 'node:buffer'
import { gunzipSync, inflateSync } from 'node:zlib'
import { jsonValue } from '../../values/json-elements.ts'
import { refusedValue, shownValue } from '../../values/refused-value.ts'
import { defineUdf, named } from '../../values/udf.ts'

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** undefined for a text that is not base64. Whether white space may be in it is not documented. */
function bytesOf(text: string): Buffer | undefined {
  if (base64.test(text)) return Buffer.from(text, 'base64')
  if (/\s/.test(text) && base64.test(text.replace(/\s+/g, '')))
    throw refusedValue('unsettled-call', 'base64 with white space')
  return undefined
}

/** '' for bytes that are not UTF-8 (semantics 4.12). */
function textOf(bytes: Buffer | undefined): string {
  try {
    return bytes === undefined ? '' : utf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return ''
    throw error
  }
}

export const base64Encode = (text: string): string => Buffer.from(text).toString('base64')
export const base64Decode = (text: string): string => textOf(bytesOf(text))

/** `base64_decode_toarray(text)`: the bytes as a JSON array; null if the text is not base64. */
export function base64DecodeArray(text: string): string | null {
  const bytes = bytesOf(text)
  return bytes === undefined ? null : JSON.stringify([...bytes])
}

/** `base64_encode_fromarray(array)`; '' for bytes that are not UTF-8 (semantics 4.12). */
export function base64EncodeArray(array: string): string {
  const values = jsonValue(array)
  const isByte = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255
  if (!Array.isArray(values) || !values.every(isByte))
    throw refusedValue('unsettled-call', `base64_encode_fromarray() of ${shownValue(array)}`)
  const bytes = Buffer.from(values)
  return isUtf8(bytes) ? bytes.toString('base64') : ''
}

/** The first three groups of a guid's bytes are little-endian (semantics 1.12); applying this twice gives the original. */
const swapGuid = (hex: string): string =>
  [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map(at => hex.slice(at * 2, at * 2 + 2)).join('')

/** `base64_decode_toguid(text)`; null unless it is 16 bytes. */
export function base64DecodeGuid(text: string): string | null {
  const bytes = bytesOf(text)
  if (bytes?.length !== 16) return null
  return swapGuid(bytes.toString('hex')).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export const base64EncodeGuid = (guid: string): string =>
  Buffer.from(swapGuid(guid.replaceAll('-', '')), 'hex').toString('base64')

const escaped = (text: string): string =>
  Array.from(Buffer.from(text), byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
const unsafe = /[^A-Za-z0-9_.-]+/gu

/** `url_encode_component(text)`: lower-case hexadecimal, a space is `%20` (semantics 4.13). */
export const urlEncodeComponent = (text: string): string => encoded(text, 'url_encode_component()')

/** `url_encode(text)`: the same, but a space is `+`. */
export const urlEncode = (text: string): string => encoded(text, 'url_encode()').replaceAll('%20', '+')

function encoded(text: string, call: string): string {
  // Standards differ on these.
  const [disputed] = /[!*()'~]/.exec(text) ?? []
  if (disputed !== undefined) throw refusedValue('unsettled-call', `${call} of ${shownValue(disputed)}`)
  return text.replace(unsafe, escaped)
}

/** `url_decode(text)`: percent escapes of UTF-8 (semantics 4.13). */
export function urlDecode(text: string): string {
  if (text.includes('+')) throw refusedValue('unsettled-call', 'url_decode() of a text with +')
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    throw refusedValue('unsettled-call', `url_decode() of ${shownValue(text)}`)
  }
}

const decompressed = (text: string, decompress: (bytes: Buffer) => Buffer): string => {
  const bytes = bytesOf(text)
  if (bytes === undefined || bytes.length === 0) return ''
  try {
    return textOf(decompress(bytes))
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

/** '' for an invalid stream (semantics 4.12). */
export const zlibDecompress = (text: string): string =>
  decompressed(text, bytes => {
    // The first byte is the method, 8, and the size of the window; with the next it is divisible by 31.
    const isSmall = (bytes[0]! & 15) === 8 && bytes[0]! >> 4 < 7 && bytes.length > 1 && bytes.readUInt16BE() % 31 === 0
    if (isSmall) throw refusedValue('unsettled-call', 'zlib compression with a small window')
    return inflateSync(bytes, { maxOutputLength: 1 << 24 })
  })

/** Optional fields of the header, which its fourth byte announces, are not supported. */
export const gzipDecompress = (text: string): string =>
  decompressed(text, bytes => {
    const hasFields = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8 && (bytes[3] ?? 0) !== 0
    if (hasFields) throw refusedValue('unsettled-call', 'a gzip header with optional fields')
    return gunzipSync(bytes, { maxOutputLength: 1 << 24 })
  })

const textToText = (call: (text: string) => string) =>
  defineUdf({ parameters: ['string'], result: 'string', nulls: 'propagate', call })

export const encodingUdfs = named({
  base64_encode_tostring: textToText(base64Encode),
  base64_decode_tostring: textToText(base64Decode),
  url_encode: textToText(urlEncode),
  url_encode_component: textToText(urlEncodeComponent),
  url_decode: textToText(urlDecode),
  zlib_decompress_from_base64_string: textToText(zlibDecompress),
  gzip_decompress_from_base64_string: textToText(gzipDecompress),
  base64_decode_toarray: defineUdf({
    parameters: ['string'],
    result: 'dynamic',
    nulls: 'propagate',
    call: base64DecodeArray,
  }),
  base64_encode_fromarray: defineUdf({
    parameters: ['dynamic'],
    result: 'string',
    nulls: 'propagate',
    call: base64EncodeArray,
  }),
  base64_decode_toguid: defineUdf({
    parameters: ['string'],
    result: 'guid',
    nulls: 'propagate',
    call: base64DecodeGuid,
  }),
  base64_encode_fromguid: defineUdf({
    parameters: ['guid'],
    result: 'string',
    nulls: 'propagate',
    call: base64EncodeGuid,
  }),
})
