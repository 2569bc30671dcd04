import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { beforeEnd } from './before-end.ts'
import { entryKind } from './entry-kind.ts'
import type { FilePath } from './file-path.ts'
import { FileRefusal } from './file-refusal.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Writes a folder with all its files, by their paths in it, or nothing: it appears whole. Throws if there is something with its
 * name already, other than an empty folder.
 */
export function writeFolder(folder: FilePath, files: ReadonlyMap<string, string | Uint8Array>): void {
  const whole = resolve(folder.path)
  const parent = makeFolder({ path: dirname(whole), root: folder.root })
  const target = join(parent, basename(whole))
  const kind = entryKind(target)
  if (kind === 'folder' && readdirSync(target).length > 0) throw new FileRefusal('it is a folder that is not empty')
  if (kind !== undefined && kind !== 'folder') throw new FileRefusal('something with its name is there already')
  const temporary = join(parent, `.${randomUUID()}.new`)
  const remove = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 })
  const forget = beforeEnd(remove)
  try {
    mkdirSync(temporary)
    for (const [path, content] of files) {
      mkdirSync(dirname(join(temporary, path)), { recursive: true })
      writeFileSync(join(temporary, path), content, { flag: 'wx' })
    }
    if (kind === 'folder') rmdirSync(target)
    renameSync(temporary, target)
  } catch (error) {
    remove()
    throw error
  } finally {
    forget()
  }
}
