import { type ArmAnswer, answered } from '@tripline/azure/answer'
import { blobPiece } from '@tripline/azure/blob-store'
import type { BlobStore } from '@tripline/azure/blobs'

/** Pieces that are read before they are needed. */
const ahead = 4

/** Bytes of a blob, and how many there should be. */
export interface ReadPiece<Blob> {
  readonly blob: Blob
  readonly bytes: Buffer
  readonly length: number
}

/** The first bytes of blobs, so many of each, piece by piece in this order. The next pieces are read meanwhile. */
export async function* readAhead<Blob extends { readonly name: string; readonly length: number }>(
  store: Pick<BlobStore, 'read'>,
  blobs: Iterable<Blob>,
): AsyncGenerator<ArmAnswer<ReadPiece<Blob>>, undefined> {
  const pieces = piecesOf(blobs)
  const reading: { readonly piece: Piece<Blob>; readonly bytes: Promise<ArmAnswer<Buffer>> }[] = []
  const start = () => {
    const { value: piece } = pieces.next()
    if (piece) reading.push({ piece, bytes: store.read(piece.blob.name, piece.from, piece.length) })
  }
  for (let count = 0; count < ahead; count++) start()
  for (let next = reading.shift(); next; next = reading.shift()) {
    const bytes = await next.bytes
    const { blob, length } = next.piece
    yield bytes.ok ? answered({ blob, bytes: bytes.value, length }) : bytes
    if (!bytes.ok) return
    start()
  }
}

interface Piece<Blob> {
  readonly blob: Blob
  readonly from: number
  readonly length: number
}

function* piecesOf<Blob extends { readonly length: number }>(blobs: Iterable<Blob>): Generator<Piece<Blob>, undefined> {
  for (const blob of blobs) {
    for (let from = 0; from < blob.length; from += blobPiece) {
      yield { blob, from, length: Math.min(blobPiece, blob.length - from) }
    }
  }
}
