import { randomUUID } from 'node:crypto'
import { renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FilePath } from './file-path.ts'
import { makeFolder } from './make-folder.ts'

/**
 * Creates a private file that something else writes: `fill` gets the path of a new one, which takes its name once it is complete.
 * If `fill` throws, nothing remains.
 */
export async function fillFile<T>(file: FilePath, fill: (path: string) => Promise<T>): Promise<T> {
  const folder = makeFolder({ path: dirname(file.path), root: file.root }, 'private')
  const temporary = join(folder, `.${randomUUID()}.new`)
  try {
    const filled = await fill(temporary)
    renameSync(temporary, join(folder, basename(file.path)))
    return filled
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
