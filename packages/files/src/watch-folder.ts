import { watch } from 'node:fs'
import type { FilePath } from './file-path.ts'
import { realPath } from './real-path.ts'

/** Calls back with the path, from the folder, of each file below it that changes, until it is closed. */
export function watchFolder(folder: FilePath, changed: (path: string) => void): { close(): void } {
  return watch(realPath(folder), { recursive: true }, (_event, path) => path !== null && changed(path))
}
