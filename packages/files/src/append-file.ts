import { closeSync, constants, fsyncSync, openSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { entryKind } from './entry-kind.ts'
import type { FilePath } from './file-path.ts'
import { FileRefusal } from './file-refusal.ts'
import { makeFolder } from './make-folder.ts'

/** A file that grows. What was appended is on the disk when `append` returns. */
export interface AppendedFile {
  append(text: string): void
  close(): void
}

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0)

/** Opens a file to append to, with its missing folders. Follows no link, neither the file itself nor a folder inside its root. */
export function appendFile(file: FilePath): AppendedFile {
  const target = join(makeFolder({ path: dirname(file.path), root: file.root }), basename(file.path))
  const kind = entryKind(target)
  if (kind !== undefined && kind !== 'file') throw new FileRefusal('it is not a regular file')
  const descriptor = openSync(target, flags, 0o666)
  return {
    append(text) {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    },
    close: () => closeSync(descriptor),
  }
}
