import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'

/** Its folder is the root of a project. */
export const projectFileName = 'tripline.yaml'

/**
 * The folder of the nearest `tripline.yaml` at or above a file or folder, undefined if there is none; relative to the
 * current folder if `start` is relative.
 */
export async function findProject(start: string): Promise<string | undefined> {
  let folder = resolve(start)
  for (;;) {
    if (await isFile(join(folder, projectFileName))) {
      return isAbsolute(start) ? folder : relative('', folder) || '.'
    }
    const above = dirname(folder)
    if (above === folder) return undefined
    folder = above
  }
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() ?? false
}
