import type { FilePath } from '@tripline/files'
import { fileSlices } from './file-slices.ts'

const sliceSize = 2 ** 13

/** Of so many slices one is read. */
const stride = 16

/** Keys of the objects in slices all over a file of JSON lines: most of those that it has, for a small part of the time. */
export function sampleKeys({ file }: { readonly file: FilePath }): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const slice of fileSlices(file, sliceSize, sliceSize * stride)) {
    const wholeLines = slice.toString('utf8').split('\n').slice(1, -1)
    for (const line of wholeLines) for (const key of keysOfLine(line)) keys.add(key)
  }
  return keys
}

/** None of what is malformed: whoever reads it all has words for that. */
function keysOfLine(line: string): readonly string[] {
  try {
    return Object.keys(JSON.parse(line))
  } catch {
    return []
  }
}
