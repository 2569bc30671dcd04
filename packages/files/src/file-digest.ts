import { createHash } from 'node:crypto'
import type { FilePath } from './file-path.ts'
import { openFile } from './read-file.ts'

/** Bytes that are read at once. */
const chunk = 2 ** 20

/** SHA-256 of a regular file's content, in hexadecimal. Memory does not depend on the size of the file. */
export function fileDigest(file: FilePath): string {
  const hash = createHash('sha256')
  const open = openFile(file)
  try {
    const buffer = Buffer.allocUnsafe(Math.min(open.size + 1, chunk))
    for (let position = 0; ; ) {
      const count = open.read(buffer, position)
      if (count === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, count))
      position += count
    }
  } finally {
    open.close()
  }
}
