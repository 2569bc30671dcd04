import { lstatSync } from 'node:fs'
import type { FilePath } from './file-path.ts'
import { isDescriptor } from './read-file.ts'
import { realPath } from './real-path.ts'

/** All of these throw if a path does not exist or leads outside its root. */
const status = (path: FilePath) => lstatSync(realPath(path))

export const isFolder = (path: FilePath): boolean => !isDescriptor(path) && status(path).isDirectory()

/** Bytes. */
export const fileSize = (file: FilePath): number => status(file).size

/** Milliseconds since 1970. */
export const modifiedAt = (path: FilePath): number => status(path).mtimeMs

/** Whether a file or folder is the user's own and nobody else may write to it; for secrets, nor read it. */
export function isPrivate(path: FilePath, others: 'may read' | 'may nothing' = 'may read'): boolean {
  const { uid, mode } = status(path)
  // Windows protects the user's profile by itself.
  return (
    process.getuid === undefined || (uid === process.getuid() && (mode & (others === 'may read' ? 0o022 : 0o077)) === 0)
  )
}
