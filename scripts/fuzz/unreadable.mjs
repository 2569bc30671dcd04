import { gunzipSync } from 'node:zlib'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Why bytes are no text. */
export function undecodable(bytes) {
  try {
    decoder.decode(bytes)
    return undefined
  } catch {
    return 'it is not UTF-8'
  }
}

/** Why bytes are no text that says anything. */
export const unreadableText = bytes =>
  undecodable(bytes) ?? (decoder.decode(bytes).trim() === '' ? 'it is empty' : undefined)

/** Why a file of recorded logs cannot be read, by its name. An empty one has no rows, which is no mistake. */
export function unreadableLog(bytes, path) {
  if (path.endsWith('.zst')) return undefined
  const unpacked = path.endsWith('.gz') ? unpack(bytes) : bytes
  if (!unpacked) return 'it cannot be unpacked'
  const name = path.replace(/\.gz$/, '')
  if (name.endsWith('.parquet'))
    return unpacked.subarray(-4).toString() === 'PAR1' ? undefined : 'it is no Parquet file'
  const undecoded = undecodable(unpacked)
  if (undecoded !== undefined || !/\.(?:json|jsonl|ndjson)$/.test(name)) return undecoded
  const text = decoder.decode(unpacked)
  // As Python writes what JSON does not have.
  if (/NaN|Infinity/.test(text)) return undefined
  // A mark of the byte order may begin a line, where files were joined.
  return isJson(text.trim()) || text.split('\n').every(line => line.trim() === '' || isJson(line.trim()))
    ? undefined
    : 'it is no JSON'
}

function unpack(bytes) {
  try {
    return gunzipSync(bytes, { maxOutputLength: 2 ** 26 })
  } catch {
    return undefined
  }
}

/** Also with a comma before a closing bracket, which is overlooked. */
function isJson(text) {
  try {
    JSON.parse(text.replace(/,(?=\s*[\]}])/g, ''))
    return true
  } catch {
    return false
  }
}
