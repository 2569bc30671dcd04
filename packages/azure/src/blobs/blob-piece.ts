/** Bytes of the pieces in which a blob is read and written, but for the last. Stays below `limits.blob`. */
export const blobPiece = 8 * 2 ** 20
