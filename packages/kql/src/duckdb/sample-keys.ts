import { fileSlices } from '@tripline/files'
import type { LogFile } from './log-file.ts'
import { unfoldedKeys } from './unfolded-keys.ts'

const sliceSize = 2 ** 13

/** One slice in this many is read. */
const stride = 16

/** The keys of objects in slices across a JSON lines file: most of its keys in a fraction of the time. */
export function sampleKeys(log: Pick<LogFile, 'file' | 'unfolds'>): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const slice of fileSlices(log.file, sliceSize, sliceSize * stride)) {
    const wholeLines = slice.toString('utf8').split('\n').slice(1, -1)
    for (const line of wholeLines) for (const key of keysOfLine(line, log)) keys.add(key)
  }
  return keys
}

/** Malformed lines are skipped; reading the whole file reports them. */
function keysOfLine(line: string, log: Pick<LogFile, 'unfolds'>): readonly string[] {
  try {
    return unfoldedKeys(JSON.parse(line), log)
  } catch {
    return []
  }
}
