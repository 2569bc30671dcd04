import { fileDigest } from './file-digest.ts'
import type { FilePath } from './file-path.ts'

/** The digest of a file's content, the same for as long as this is used; undefined if the file cannot be read. */
export type ContentDigests = (file: FilePath) => string | undefined

/** Reads each file once. Times of files are not considered: they need not change with the content. */
export function contentDigests(): ContentDigests {
  const known = new Map<string, string | undefined>()
  return file => {
    const key = JSON.stringify([file.path, file.root])
    if (!known.has(key)) known.set(key, attempt(file))
    return known.get(key)
  }
}

/** Whoever reads the file says why it cannot be read. */
function attempt(file: FilePath): string | undefined {
  try {
    return fileDigest(file)
  } catch {
    return undefined
  }
}
