import { realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type FilePath, pathWithin } from './file-path.ts'
import { FileRefusal, PathOutside } from './file-refusal.ts'

/** The absolute path of what exists under a path, free of links; throws if links lead it out of its root. */
export function realPath({ path, root }: FilePath): string {
  const absolute = resolve(path)
  if (root === undefined) return realNamedPath(absolute)
  if (isPlain(absolute) && pathWithin(resolve(root), absolute) !== undefined) return absolute
  const realRoot = realpathSync.native(root)
  try {
    const real = realpathSync.native(absolute)
    if (pathWithin(realRoot, real) !== undefined) return real
  } catch (error) {
    // Never reveals whether something outside exists.
    if (pathWithin(resolve(root), absolute) !== undefined) throw error
  }
  throw new PathOutside(`it is outside ${resolve(root) === resolve() ? 'the current folder' : root}`)
}

/** Whether something exists under a path without links, whose folders then have none either. */
function isPlain(absolute: string): boolean {
  try {
    return realpathSync.native(absolute) === absolute
  } catch {
    return false
  }
}

/** Most paths have no links, so nothing else needs checking. */
function realNamedPath(absolute: string): string {
  const real = realpathSync.native(absolute)
  if (real === absolute) return real
  for (let path = absolute; path !== dirname(path); path = dirname(path)) {
    const folder = dirname(path)
    if (pathWithin(realpathSync.native(folder), realpathSync.native(path)) === undefined) {
      throw new FileRefusal(`${path} is a link to outside ${folder}, the folder it is in`)
    }
  }
  return real
}
