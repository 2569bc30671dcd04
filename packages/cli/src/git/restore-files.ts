import { join, relative, resolve } from 'node:path'
import { type FilePath, inside, pathWithin, readFile, writeFile } from '@tripline/files'
import { changedFiles } from './changed-files.ts'
import { blobOf, git } from './git.ts'

/**
 * Writes files below `root` as a commit has them into another folder, under the same relative paths; those that `wants` accepts.
 * Links and submodules are left out, and no filter of Git runs. Returns the paths of all files that differ; undefined if Git cannot
 * say.
 */
export async function restoreFiles(
  root: string,
  commit: string,
  wants: (path: string) => boolean,
  into: string,
): Promise<readonly string[] | undefined> {
  const [list, changed] = await Promise.all([
    git(root, 'ls-tree', '-r', '-z', commit, '--', '.'),
    changedFiles(root, commit),
  ])
  if (list === undefined || !changed) return undefined
  for (const entry of list.split('\0')) {
    const [, object, path] = /^100(?:644|755) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? []
    if (path === undefined || !wants(path) || pathWithin(into, join(into, path)) === undefined) continue
    const own = inside(root, join(root, path))
    const unchanged = changed.has(resolve(own.path)) ? undefined : readIfPossible(own)
    const content = unchanged ?? (await blobOf(root, object!))
    if (content === undefined) return undefined
    writeFile(inside(into, join(into, path)), content)
  }
  return Array.from(changed, path => relative(resolve(root), path))
}

/** A file that has not changed need not be asked of Git. */
function readIfPossible(file: FilePath): Uint8Array | undefined {
  try {
    return readFile(file, 'text-file')
  } catch {
    return undefined
  }
}
