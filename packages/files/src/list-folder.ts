import { readdirSync, watch } from 'node:fs'
import { type EntryKind, kindOf } from './entry-kind.ts'
import type { FilePath } from './file-path.ts'
import { realPath } from './real-path.ts'

export interface FolderEntry {
  readonly name: string
  /** Of the entry itself: a link is a link, wherever it leads. */
  readonly kind: EntryKind
}

export const listFolder = (folder: FilePath): readonly FolderEntry[] =>
  readdirSync(realPath(folder), { withFileTypes: true }).map(entry => ({ name: entry.name, kind: kindOf(entry) }))

/** Calls back with the path, from the folder, of each file below it that changes, until it is closed. */
export function watchFolder(folder: FilePath, changed: (path: string) => void): { close(): void } {
  return watch(realPath(folder), { recursive: true }, (_event, path) => path !== null && changed(path))
}
