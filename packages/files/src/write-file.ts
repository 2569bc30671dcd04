import { randomUUID } from 'node:crypto'
import { closeSync, constants, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { entryKind } from './entry-kind.ts'
import type { FilePath } from './file-path.ts'
import { FileRefusal } from './file-refusal.ts'
import { type Access, makeFolder } from './make-folder.ts'

/** Creates a new file, never opening an existing file or link. */
const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

const fileMode: Readonly<Record<Access, number>> = { usual: 0o666, private: 0o600 }

/**
 * Writes a file and creates its missing folders. Readers see the old or the new content, never a part; if this throws, the
 * old content remains. Follows no link, neither the file itself nor a folder inside its root.
 */
export function writeFile(file: FilePath, content: string | Uint8Array, access: Access = 'usual'): void {
  const folder = makeFolder({ path: dirname(file.path), root: file.root }, access)
  const target = join(folder, basename(file.path))
  const kind = entryKind(target)
  if (kind === 'link') throw new FileRefusal('it is a link, and Tripline does not write through links')
  if (kind === 'folder') throw new FileRefusal('it is a folder')
  if (kind === 'other') throw new FileRefusal('it is not a regular file')
  const mode = kind === 'file' && access === 'usual' ? lstatSync(target).mode & 0o777 : fileMode[access]
  const temporary = join(folder, `.${randomUUID()}.new`)
  const descriptor = openSync(temporary, flags, mode)
  try {
    try {
      writeFileSync(descriptor, content)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Writes all of a text to a descriptor; throws if part of it cannot be written. */
export const writeDescriptor = (descriptor: number, text: string): void => writeFileSync(descriptor, text)
