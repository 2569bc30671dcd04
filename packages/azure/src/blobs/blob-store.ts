import type { ArmAnswer } from '../answer/arm-answer.ts'

/** Bytes of the pieces in which a blob is read and written, but for the last. Stays below `limits.blob`. */
export const blobPiece = 8 * 2 ** 20

/** A blob as a list shows it; also an archived one. */
export interface StoredBlob {
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly etag: string
  /** Of the content, in base64, where the service has one. */
  readonly md5?: string
  /** Absent for append blobs. */
  readonly tier?: string
  readonly isRehydrating: boolean
  /** ISO 8601; of the last append to an append blob. */
  readonly modified: string
  readonly metadata: Readonly<Record<string, string>>
}

/** What a blob is created with, for ever. */
export interface NewBlob {
  readonly tier: 'Hot' | 'Cool' | 'Cold' | 'Archive'
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
}

/** `same`: a blob of that name has this length and hash already, as after a lost answer; `taken`: it has others. */
export type Creation = 'created' | 'same' | 'taken'

/** The blobs of a container. Nothing here overwrites or changes one. */
export interface BlobStore {
  /** For messages: `account/container`. */
  readonly name: string
  /** In the order of their names. A container that does not exist is an error with the code `ContainerNotFound`. */
  list(prefix: string): Promise<ArmAnswer<readonly StoredBlob[]>>
  /** The different beginnings of names, below a prefix, up to and including the delimiter. */
  beginnings(prefix: string, delimiter: string): Promise<ArmAnswer<readonly string[]>>
  /** At most a piece. An archived blob is an error with the code `BlobArchived`. */
  read(name: string, from: number, length: number): Promise<ArmAnswer<Buffer>>
  /** Creates a blob of one piece; the service compares its hash. */
  create(name: string, content: Buffer, options: NewBlob): Promise<ArmAnswer<Creation>>
  /** Sends a piece of a blob that does not exist yet, and gives its id; the service compares its hash. */
  stage(name: string, index: number, piece: Buffer): Promise<ArmAnswer<string>>
  /** Creates a blob out of staged pieces; `whole` is what they are together. */
  commit(
    name: string,
    pieces: readonly string[],
    whole: Pick<StoredBlob, 'length'> & { readonly md5: Buffer },
    options: NewBlob,
  ): Promise<ArmAnswer<Creation>>
  /** Deletes a blob that has not changed since. */
  remove(blob: Pick<StoredBlob, 'name' | 'etag'>): Promise<ArmAnswer<void>>
}
