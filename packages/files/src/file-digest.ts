import { createHash } from 'node:crypto'
import type { FilePath } from './file-path.ts'
import { fileSlices } from './file-slices.ts'

const sliceSize = 2 ** 20

/** SHA-256 of a regular file's content, in hexadecimal. Memory does not depend on the size of the file. */
export function fileDigest(file: FilePath): string {
  const hash = createHash('sha256')
  for (const slice of fileSlices(file, sliceSize, sliceSize)) hash.update(slice)
  return hash.digest('hex')
}
