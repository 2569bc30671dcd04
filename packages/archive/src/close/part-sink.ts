import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createGzip } from 'node:zlib'
import { type ArmAnswer, type ArmError, answered } from '@tripline/azure/answer'
import { blobPiece } from '@tripline/azure/blob-store'
import type { BlobStore, Creation, NewBlob } from '@tripline/azure/blobs'

/** A packed part, as it is or would be stored. */
export interface PackedPart {
  /** Bytes. */
  readonly length: number
  /** Base64, as the service has it. */
  readonly md5: string
  /** Hexadecimal. */
  readonly sha256: string
}

/** Packs the rows of one part, and sends them while they come. */
export interface PartSink {
  write(bytes: Buffer): Promise<ArmError | undefined>
  /** Packed bytes so far, nearly. */
  readonly packed: number
  /** The end of the rows, with what is known about them then. */
  end(options: (packed: PackedPart) => NewBlob): Promise<ArmAnswer<PackedPart & { readonly creation: Creation }>>
}

/** Where a part goes. */
export type PartStore = Pick<BlobStore, 'create' | 'stage' | 'commit'>

/** Bytes that are packed at a time: files are often small. */
const together = 2 ** 16

/** The next level takes half as long again, for parts that are 2 % smaller. */
const level = 5

/** The same rows always give the same bytes. */
export function partSink(store: PartStore, name: string): PartSink {
  const gzip = createGzip({ level, chunkSize: together })
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  const pieces: string[] = []
  let waiting: Buffer[] = []
  let waitingLength = 0
  let length = 0
  gzip.on('data', (chunk: Buffer) => {
    md5.update(chunk)
    sha256.update(chunk)
    waiting.push(chunk)
    waitingLength += chunk.length
    length += chunk.length
  })
  let raw: Buffer[] = []
  let rawLength = 0
  const pack = async (): Promise<void> => {
    const bytes = raw.length === 1 ? raw[0]! : Buffer.concat(raw)
    raw = []
    rawLength = 0
    if (!gzip.write(bytes)) await once(gzip, 'drain')
  }
  const send = async (size: number): Promise<ArmError | undefined> => {
    const bytes = Buffer.concat(waiting)
    waiting = bytes.length > size ? [bytes.subarray(size)] : []
    waitingLength = Math.max(0, bytes.length - size)
    const staged = await store.stage(name, pieces.length, bytes.subarray(0, size))
    if (!staged.ok) return staged.error
    pieces.push(staged.value)
    return undefined
  }
  const sendWhole = async (): Promise<ArmError | undefined> => {
    while (waitingLength >= blobPiece) {
      const error = await send(blobPiece)
      if (error) return error
    }
    return undefined
  }
  return {
    get packed() {
      return length
    },
    async write(bytes) {
      raw.push(bytes)
      rawLength += bytes.length
      if (rawLength < together) return undefined
      await pack()
      return sendWhole()
    },
    async end(options) {
      await pack()
      const ended = once(gzip, 'end')
      gzip.end()
      await ended
      const hash = md5.digest()
      const packed = { length, md5: hash.toString('base64'), sha256: sha256.digest('hex') }
      const created = async (): Promise<ArmAnswer<Creation>> => {
        if (pieces.length === 0 && length <= blobPiece) {
          return store.create(name, Buffer.concat(waiting), options(packed))
        }
        const error = (await sendWhole()) ?? (waitingLength > 0 ? await send(waitingLength) : undefined)
        return error ? { ok: false, error } : store.commit(name, pieces, { length, md5: hash }, options(packed))
      }
      const creation = await created()
      return creation.ok ? answered({ ...packed, creation: creation.value }) : creation
    },
  }
}

/** Sends nothing: what a name would be created with is compared with what is there. */
export const comparing = (stored: { readonly length: number; readonly md5?: string }): PartStore => {
  const compare = async (length: number, md5: string) =>
    answered<Creation>(stored.length === length && stored.md5 === md5 ? 'same' : 'taken')
  return {
    create: (_, content) => compare(content.length, createHash('md5').update(content).digest('base64')),
    stage: async (_, index) => answered(String(index)),
    commit: (_name, _pieces, { length, md5 }) => compare(length, md5.toString('base64')),
  }
}
