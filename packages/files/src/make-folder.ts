import { mkdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { entryKind } from './entry-kind.ts'
import { type FilePath, inside, named } from './file-path.ts'
import { FileRefusal, PathOutside } from './file-refusal.ts'
import { realPath } from './real-path.ts'

/** Who may read the file: everyone by the system's default, or only the user. */
export type Access = 'usual' | 'private'

const folderMode: Readonly<Record<Access, number>> = { usual: 0o777, private: 0o700 }

/** Creates a folder and its missing parents, and returns its real path. No folder inside the root may be a link. */
export function makeFolder({ path, root }: FilePath, access: Access = 'usual'): string {
  const start = root === undefined ? nearestEntry(resolve(path)) : resolve(root)
  if (root !== undefined) makeMissing(start, access)
  const names = relative(start, resolve(path)).split(sep)
  if (names.includes('..')) throw new PathOutside(`it is outside ${root}`)
  const real = realPath(root === undefined ? named(start) : inside(start, start))
  refuseUnlessFolder(real)
  return names.filter(name => name !== '').reduce((folder, name) => enter(join(folder, name), access), real)
}

/**
 * One folder at a time: the recursive `mkdir` of Node.js never returns where a folder exists in which nothing can be
 * created, and the system says that it is missing (as in `/proc`).
 */
function makeMissing(folder: string, access: Access): void {
  if (entryKind(folder) !== undefined) return
  makeMissing(dirname(folder), access)
  try {
    mkdirSync(folder, { mode: folderMode[access] })
  } catch (error) {
    // Another process may have created it meanwhile.
    if (entryKind(folder) === undefined) throw error
  }
}

function enter(folder: string, access: Access): string {
  makeMissing(folder, access)
  refuseUnlessFolder(folder)
  return folder
}

function refuseUnlessFolder(path: string): void {
  const kind = entryKind(path)
  if (kind === 'link') throw new FileRefusal(`${path} is a link, and Tripline does not write through links`)
  if (kind !== 'folder') throw new FileRefusal('a file has the name of one of its folders')
}

const nearestEntry = (path: string): string =>
  entryKind(path) !== undefined || path === dirname(path) ? path : nearestEntry(dirname(path))
