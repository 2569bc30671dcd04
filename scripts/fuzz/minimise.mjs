/** Most trials for one failure, and their total time (milliseconds). */
const trials = 80
const time = 15_000

/**
 * A shorter text for which `fails` still holds, by delta debugging: first drops lines, then words.
 * Bytes that are not text are treated as Latin-1.
 */
export async function minimise(bytes, fails) {
  const end = performance.now() + time
  let left = trials
  const attempt = async text => {
    if (left-- <= 0 || performance.now() > end) return false
    return fails(Buffer.from(text, 'latin1'))
  }
  const text = bytes.toString('latin1')
  const fewLines = await without(text.split(/(?<=\n)/), attempt)
  const fewWords = await without(fewLines.split(/(?<=[\s,;()[\]{}])/), attempt)
  return Buffer.from(fewWords, 'latin1')
}

/** Drops ever smaller runs of pieces. */
async function without(pieces, fails) {
  let kept = pieces
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < kept.length; ) {
      const fewer = [...kept.slice(0, start), ...kept.slice(start + size)]
      if (fewer.length < kept.length && (await fails(fewer.join('')))) kept = fewer
      else start += size
    }
  }
  return kept.join('')
}
