import { join } from 'node:path'

/** The path of a file or folder, with how far it may lead. */
export interface FilePath {
  /** From the current folder, spelled as messages show it. */
  readonly path: string
  /** The folder that it must not lead out of, links included; undefined: whichever folder it stands in. */
  readonly root: string | undefined
}

/** A path that the user names: it may lie anywhere, but no link on it may lead out of the folder that the link stands in. */
export const named = (path: string): FilePath => ({ path, root: undefined })

/** A path that a file names, or that a command makes up: it must stay inside `root`. */
export const inside = (root: string, path: string): FilePath => ({ path, root })

/** What lies in a folder must stay inside the folder's own root, and inside the folder itself if the user named it. */
export const below = ({ path, root }: FilePath, name: string): FilePath => inside(root ?? path, join(path, name))
