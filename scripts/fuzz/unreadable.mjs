import { gunzipSync } from 'node:zlib'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Why bytes are no text that anybody could read. */
export function unreadableText(bytes) {
  try {
    return decoder.decode(bytes).trim() === '' ? 'it is empty' : undefined
  } catch {
    return 'it is not UTF-8'
  }
}

/** Why a file of recorded logs cannot be read, by its name. An empty one has no rows, which is no mistake. */
export function unreadableLog(bytes, path) {
  if (path.endsWith('.zst')) return undefined
  const unpacked = path.endsWith('.gz') ? unpack(bytes) : bytes
  if (!unpacked) return 'it cannot be unpacked'
  const name = path.replace(/\.gz$/, '')
  if (name.endsWith('.parquet'))
    return unpacked.subarray(-4).toString() === 'PAR1' ? undefined : 'it is no Parquet file'
  try {
    const text = decoder.decode(unpacked)
    if (!/\.(?:json|jsonl|ndjson)$/.test(name) || /NaN|Infinity/.test(text)) return undefined
    return isJson(text) || text.split('\n').every(line => line.trim() === '' || isJson(line))
      ? undefined
      : 'it is no JSON'
  } catch {
    return 'it is not UTF-8'
  }
}

function unpack(bytes) {
  try {
    return gunzipSync(bytes, { maxOutputLength: 2 ** 26 })
  } catch {
    return undefined
  }
}

function isJson(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
