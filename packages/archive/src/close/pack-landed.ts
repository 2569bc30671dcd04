import { createHash } from 'node:crypto'
import { type ArmAnswer, type ArmError, answered } from '@tripline/azure'
import type { BlobStore } from '@tripline/azure/blobs'
import { readAhead } from '../landing/read-ahead.ts'
import { rowScanner, type ScannedRows } from '../landing/row-scanner.ts'
import type { Slice } from '../vault/manifest.ts'
import type { PartSink } from './part-sink.ts'

/** A file of the landing container, and how much of it is archived. */
export interface DueFile {
  readonly name: string
  readonly length: number
  /** Bytes that are archived, and their SHA-256; 0 for a new file. */
  readonly archived: number
  readonly sha256?: string
}

/** What has become of a file. */
export interface TakenFile {
  readonly slice: Slice
  /** Of all its bytes. */
  readonly sha256: string
  readonly scanned: ScannedRows
}

/** The code of the error about archived bytes that are not what they were. */
const landingChanged = 'LandingChanged'

/**
 * Packs what is new in files, in the order given, until the part is large enough. Bytes that are archived are read again: if they
 * are others, the landing container was tampered with.
 */
export async function packLanded(
  store: BlobStore,
  files: readonly DueFile[],
  sink: PartSink,
  largest: number,
): Promise<ArmAnswer<readonly TakenFile[]>> {
  const taken: TakenFile[] = []
  let packed = 0
  let current = openFile(0)
  for await (const read of readAhead(store, files)) {
    if (!read.ok) return read
    const { blob: file, bytes } = read.value
    const old = Math.max(0, Math.min(bytes.length, file.archived - current.read))
    current.read += bytes.length
    current.whole.update(bytes.subarray(0, old))
    if (
      old > 0 &&
      current.read - bytes.length + old === file.archived &&
      current.whole.copy().digest('hex') !== file.sha256
    ) {
      return { ok: false, error: changedError(store, file) }
    }
    const fresh = bytes.subarray(old)
    if (fresh.length > 0) {
      current.whole.update(fresh)
      current.own.update(fresh)
      current.scanner.push(fresh)
      current.last = fresh.at(-1)!
      packed += fresh.length
      const error = await sink.write(fresh)
      if (error) return { ok: false, error }
    }
    if (current.read < file.length) continue
    const scanned = current.scanner.end()
    const slice = {
      of: file.name,
      from: file.archived,
      offset: current.offset,
      length: file.length - file.archived,
      sha256: current.own.digest('hex'),
      rows: scanned.rows,
    }
    taken.push({ slice, sha256: current.whole.digest('hex'), scanned })
    // A last line without its end must not become one with the next.
    if (current.last !== newline[0]) {
      const error = await sink.write(newline)
      if (error) return { ok: false, error }
      packed += newline.length
    }
    if (sink.packed >= largest) break
    current = openFile(packed)
  }
  return answered(taken)
}

/** The error about the first file whose archived bytes are not what they were; for files that have no others. */
export async function changedSince(store: BlobStore, files: readonly DueFile[]): Promise<ArmError | undefined> {
  const shorter = files.find(({ length, archived }) => length < archived)
  if (shorter) return changedError(store, shorter)
  let hash = createHash('sha256')
  let left = -1
  for await (const read of readAhead(store, files)) {
    if (!read.ok) return read.error
    const { blob: file, bytes } = read.value
    if (left <= 0) [hash, left] = [createHash('sha256'), file.length]
    hash.update(bytes)
    left -= bytes.length
    if (left === 0 && hash.digest('hex') !== file.sha256) return changedError(store, file)
  }
  return undefined
}

const changedError = (store: BlobStore, { name }: DueFile): ArmError => ({
  code: landingChanged,
  message: `${store.name}/${name} no longer begins with the bytes that were archived`,
})

const newline = Buffer.from('\n')

/** A file that is being read. */
const openFile = (offset: number) => ({
  whole: createHash('sha256'),
  own: createHash('sha256'),
  scanner: rowScanner(),
  /** Bytes so far. */
  read: 0,
  /** Of its first new byte in the unpacked part. */
  offset,
  /** The last byte so far. */
  last: newline[0]!,
})
