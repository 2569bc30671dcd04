import { gunzipSync } from 'node:zlib'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Why bytes are not text. */
export function undecodable(bytes) {
  try {
    decoder.decode(bytes)
    return undefined
  } catch {
    return 'it is not UTF-8'
  }
}

/** Why bytes are not text, or are blank. */
export const unreadableText = bytes =>
  undecodable(bytes) ?? (decoder.decode(bytes).trim() === '' ? 'it is empty' : undefined)

/** Why a log file cannot be read, judged by its name. An empty file is valid: it has no rows. */
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
  // Written by Python, though JSON does not have them.
  if (/NaN|Infinity/.test(text)) return undefined
  // A byte order mark may begin a line where files were concatenated.
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

/** Accepts a comma before a closing bracket. */
function isJson(text) {
  try {
    JSON.parse(text.replace(/,(?=\s*[\]}])/g, ''))
    return true
  } catch {
    return false
  }
}
