import { type ArmAnswer, answered } from '@tripline/azure'
import { type BlobStore, blobPiece } from '@tripline/azure/blobs'

/** Pieces that are read before they are needed. */
const ahead = 4

/** The first bytes of blobs, so many of each, piece by piece in this order. The next pieces are read meanwhile. */
export async function* readAhead<Blob extends { readonly name: string; readonly length: number }>(
  store: Pick<BlobStore, 'read'>,
  blobs: Iterable<Blob>,
): AsyncGenerator<ArmAnswer<{ readonly blob: Blob; readonly bytes: Buffer }>, undefined> {
  const pieces = piecesOf(blobs)
  const reading: { readonly blob: Blob; readonly bytes: Promise<ArmAnswer<Buffer>> }[] = []
  const start = () => {
    const { value } = pieces.next()
    if (value) reading.push({ blob: value.blob, bytes: store.read(value.blob.name, value.from, value.length) })
  }
  for (let count = 0; count < ahead; count++) start()
  for (let next = reading.shift(); next; next = reading.shift()) {
    const bytes = await next.bytes
    yield bytes.ok ? answered({ blob: next.blob, bytes: bytes.value }) : bytes
    if (!bytes.ok) return
    start()
  }
}

function* piecesOf<Blob extends { readonly length: number }>(blobs: Iterable<Blob>) {
  for (const blob of blobs) {
    for (let from = 0; from < blob.length; from += blobPiece) {
      yield { blob, from, length: Math.min(blobPiece, blob.length - from) }
    }
  }
}
