import { randomUUID } from 'node:crypto'
import { closeSync, constants, lstatSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { entryKind } from './entry-kind.ts'
import type { FilePath } from './file-path.ts'
import { FileRefusal } from './file-refusal.ts'
import { type Access, makeFolder } from './make-folder.ts'

/** A new file and no other: nobody can have put one, or a link, under its name. */
const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

const fileMode: Readonly<Record<Access, number>> = { usual: 0o666, private: 0o600 }

/**
 * Writes a file and makes the folders it lies in. A reader sees the old content or the new, never a part, and where this
 * throws the old is left. Follows no link: not the file itself, not a folder inside its root.
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

/** Writes all of a text where a standard stream goes; throws when a part of it cannot be written. */
export const writeDescriptor = (descriptor: number, text: string): void => writeFileSync(descriptor, text)
