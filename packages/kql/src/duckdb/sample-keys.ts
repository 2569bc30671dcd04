import { type FilePath, fileSlices } from '@tripline/files'

const sliceSize = 2 ** 13

/** One slice in this many is read. */
const stride = 16

/** The keys of objects in slices across a JSON lines file: most of its keys in a fraction of the time. */
export function sampleKeys({ file }: { readonly file: FilePath }): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const slice of fileSlices(file, sliceSize, sliceSize * stride)) {
    const wholeLines = slice.toString('utf8').split('\n').slice(1, -1)
    for (const line of wholeLines) for (const key of keysOfLine(line)) keys.add(key)
  }
  return keys
}

/** Malformed lines are skipped; reading the whole file reports them. */
function keysOfLine(line: string): readonly string[] {
  try {
    return Object.keys(JSON.parse(line))
  } catch {
    return []
  }
}
