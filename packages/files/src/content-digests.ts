import { fileDigest } from './file-digest.ts'
import type { FilePath } from './file-path.ts'
import { slicedDigest } from './sliced-digest.ts'

/** The digest of a file's content, the same for as long as this is used; undefined if the file cannot be read. */
export type ContentDigests = (file: FilePath) => string | undefined

/** The same for large files. */
export type SlicedDigests = (file: FilePath) => Promise<string | undefined>

/** Reads each file once. Times of files are not considered: they need not change with the content. */
export const contentDigests = (): ContentDigests => once(attempt)

/** The same for large files. */
export const slicedDigests = (): SlicedDigests => once(file => slicedDigest(file).catch(() => undefined))

function once<Digest>(digestOf: (file: FilePath) => Digest): (file: FilePath) => Digest {
  const known = new Map<string, Digest>()
  return file => {
    const key = JSON.stringify([file.path, file.root])
    if (!known.has(key)) known.set(key, digestOf(file))
    return known.get(key) as Digest
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
