import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type ArmAnswer, answered, failed } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { reasonOf } from '@tripline/files'
import { readAhead } from '../landing/read-ahead.ts'
import type { Part } from '../vault/manifest.ts'

export interface UnpackedPart {
  /** Of the packed bytes, in hexadecimal. */
  readonly sha256: string
  /** Why the bytes cannot be unpacked, if so. */
  readonly fault?: string
}

/** Bytes that are unpacked at a time: of logs, these are a tenth when packed. */
const chunkSize = 2 ** 20

/** The newline after a last line that had none is in no slice. */
const afterSlices = 1

/** Reads a part, as long as the manifest says, and gives its unpacked bytes to `take`, no more than its slices have. */
export async function unpackPart(
  store: Pick<BlobStore, 'read'>,
  part: Pick<Part, 'name' | 'length'>,
  end: number,
  take: (bytes: Buffer) => void,
): Promise<ArmAnswer<UnpackedPart>> {
  const hash = createHash('sha256')
  let left = end + afterSlices
  let untaken: ArmAnswer<never> | undefined
  const gunzip = createGunzip({ chunkSize }).on('data', (bytes: Buffer) => {
    left -= bytes.length
    if (left < 0) {
      gunzip.destroy(new Error('it unpacks to more than the manifest says'))
      return
    }
    try {
      take(bytes)
    } catch (error) {
      untaken = failed('Unrestored', `the rows of ${part.name} cannot be restored: ${reasonOf(error)}`)
      gunzip.destroy()
    }
  })
  const unpacked = finished(gunzip).then(
    () => undefined,
    (error: Error) => error.message,
  )
  for await (const read of readAhead(store, [part])) {
    if (!read.ok) {
      gunzip.destroy()
      return read
    }
    if (untaken) return untaken
    const { bytes, length } = read.value
    hash.update(bytes)
    // Whatever the manifest says, nothing follows.
    if (bytes.length < length) break
    if (!gunzip.destroyed && !gunzip.write(bytes)) await Promise.race([once(gunzip, 'drain').catch(() => {}), unpacked])
  }
  gunzip.end()
  const fault = await unpacked
  if (untaken) return untaken
  return answered({ sha256: hash.digest('hex'), ...(fault !== undefined && { fault }) })
}
