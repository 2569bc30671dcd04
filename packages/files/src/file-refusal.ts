/** A path that this package refuses, though the file system might not. */
export class FileRefusal extends Error {}

/** A path leads out of its root. */
export class PathOutside extends FileRefusal {}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'part of its path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file has the name of one of its folders',
  ENXIO: 'it is not a regular file',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be too large',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links form a loop',
  ENAMETOOLONG: 'its name is too long',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
  ERR_INVALID_ARG_VALUE: 'its name contains a null character',
}

/** Why a file could not be read or written, in words; any other error is a bug and is rethrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof FileRefusal) return error.message
  if (!(error instanceof Error) || !('code' in error)) throw error
  return reasons[String(error.code)] ?? String(error.code)
}

/** Whether there is no such file or folder. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
