import { createHash, type Hash } from 'node:crypto'
import { type ArmAnswer, type ArmError, answered } from '@tripline/azure/answer'
import type { BlobStore } from '@tripline/azure/blobs'
import { readAhead } from '../landing/read-ahead.ts'
import { type RowScanner, rowScanner, type ScannedRows } from '../landing/row-scanner.ts'
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
  let open: OpenFile | undefined
  for await (const read of readAhead(store, files)) {
    if (!read.ok) return read
    const { blob: file, bytes, length } = read.value
    if (bytes.length < length)
      return { ok: false, error: changedError(store, file, 'became shorter while it was read') }
    open ??= openFile(file, packed)
    const old = bytes.subarray(0, Math.max(0, file.archived - open.read))
    const fresh = bytes.subarray(old.length)
    open.read += bytes.length
    if (old.length > 0) {
      open.whole.update(old)
      const isKnown = open.read - fresh.length < file.archived || open.whole.copy().digest('hex') === file.sha256
      if (!isKnown) return { ok: false, error: changedError(store, file) }
    }
    if (fresh.length > 0) {
      open.whole.update(fresh)
      open.own?.update(fresh)
      open.scanner.push(fresh)
      packed += fresh.length
      const error = await sink.write(fresh)
      if (error) return { ok: false, error }
    }
    if (open.read < file.length) continue
    taken.push(takenFile(file, open))
    // A last line without its end must not become one with the next.
    if (bytes.at(-1) !== newline[0]) {
      packed += newline.length
      const error = await sink.write(newline)
      if (error) return { ok: false, error }
    }
    open = undefined
    if (sink.packed >= largest) break
  }
  return answered(taken)
}

/** A file that is being read. */
interface OpenFile {
  readonly whole: Hash
  /** Of what is new, if that is not all of it. */
  readonly own: Hash | undefined
  readonly scanner: RowScanner
  /** Of its first new byte in the unpacked part. */
  readonly offset: number
  /** Bytes so far. */
  read: number
}

const openFile = ({ archived }: DueFile, offset: number): OpenFile => ({
  whole: createHash('sha256'),
  own: archived > 0 ? createHash('sha256') : undefined,
  scanner: rowScanner(),
  offset,
  read: 0,
})

function takenFile({ name, length, archived }: DueFile, { whole, own, scanner, offset }: OpenFile): TakenFile {
  const scanned = scanner.end()
  const sha256 = whole.digest('hex')
  const { rows } = scanned
  const slice = {
    of: name,
    from: archived,
    offset,
    length: length - archived,
    sha256: own?.digest('hex') ?? sha256,
    rows,
  }
  return { slice, sha256, scanned }
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

const changedError = (
  store: BlobStore,
  { name }: DueFile,
  how = 'no longer begins with the bytes that were archived',
): ArmError => ({ code: landingChanged, message: `${store.name}/${name} ${how}` })

const newline = Buffer.from('\n')
