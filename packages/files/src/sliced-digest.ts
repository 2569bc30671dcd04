import { createHash, webcrypto } from 'node:crypto'
import type { FilePath } from './file-path.ts'
import { fileSlices } from './file-slices.ts'

const sliceSize = 2 ** 20

/** Two threads compute digests while this one reads. */
const mostAtOnce = 2

/**
 * Stands for a regular file's content as `fileDigest` does, but other threads compute it: SHA-256 of the digests of its slices, in
 * hexadecimal. Memory does not depend on the size of the file.
 */
export async function slicedDigest(file: FilePath): Promise<string> {
  const whole = createHash('sha256')
  const running: Promise<ArrayBuffer>[] = []
  const settle = async () => whole.update(Buffer.from(await running.shift()!))
  for (const slice of fileSlices(file, sliceSize, sliceSize)) {
    if (running.length === mostAtOnce) await settle()
    // It has a copy of the slice when it returns.
    running.push(webcrypto.subtle.digest('SHA-256', slice))
  }
  while (running.length > 0) await settle()
  return whole.digest('hex')
}
