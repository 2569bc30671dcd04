import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type ArmAnswer, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
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

/** Reads a part, as long as the manifest says, and gives its unpacked bytes to `take`. */
export async function unpackPart(
  store: Pick<BlobStore, 'read'>,
  part: Pick<Part, 'name' | 'length'>,
  take: (bytes: Buffer) => void,
): Promise<ArmAnswer<UnpackedPart>> {
  const hash = createHash('sha256')
  const gunzip = createGunzip({ chunkSize }).on('data', take)
  const unpacked = finished(gunzip).then(
    () => undefined,
    (error: Error) => error.message,
  )
  for await (const read of readAhead(store, [part])) {
    if (!read.ok) {
      gunzip.destroy()
      return read
    }
    hash.update(read.value.bytes)
    if (!gunzip.destroyed && !gunzip.write(read.value.bytes))
      await Promise.race([once(gunzip, 'drain').catch(() => {}), unpacked])
  }
  gunzip.end()
  const fault = await unpacked
  return answered({ sha256: hash.digest('hex'), ...(fault !== undefined && { fault }) })
}
