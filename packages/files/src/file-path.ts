import { isAbsolute, join, relative, sep } from 'node:path'

/** The path of a file or folder, and the folder that it must stay inside. */
export interface FilePath {
  /** From the current folder, spelled as messages show it. */
  readonly path: string
  /** The folder that it must stay inside, links included; undefined: the folder that contains it. */
  readonly root: string | undefined
}

/** A path from the command line: it may be anywhere, but no link on it may lead outside the folder that contains the link. */
export const named = (path: string): FilePath => ({ path, root: undefined })

/** A path from a file, or one that a command constructs: it must stay inside `root`. */
export const inside = (root: string, path: string): FilePath => ({ path, root })

/** An entry of a folder must stay inside the root of the folder, and inside the folder itself if it comes from the command line. */
export const below = ({ path, root }: FilePath, name: string): FilePath => inside(root ?? path, join(path, name))

/** The path from a folder to itself or to something below it, judging by spelling alone; undefined if it leads outside. */
export function pathWithin(folder: string, path: string): string | undefined {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way
}
