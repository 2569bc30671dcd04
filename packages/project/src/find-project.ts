import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { entryKind } from '@tripline/files'

/** The file whose folder is the root of a project. */
export const projectFileName = 'tripline.yaml'

/**
 * The folder of the nearest `tripline.yaml` at or above a file or folder, undefined if there is none; relative to the
 * current folder if `start` is relative.
 */
export async function findProject(start: string): Promise<string | undefined> {
  let folder = resolve(start)
  for (;;) {
    const kind = entryKind(join(folder, projectFileName))
    // Links are checked when they are read.
    if (kind === 'file' || kind === 'link') {
      return isAbsolute(start) ? folder : relative('', folder) || '.'
    }
    const above = dirname(folder)
    if (above === folder) return undefined
    folder = above
  }
}
