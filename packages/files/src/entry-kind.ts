import { lstatSync, type Stats } from 'node:fs'

export type EntryKind = 'file' | 'folder' | 'link' | 'other'

type Typed = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>

export function kindOf(entry: Typed): EntryKind {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isDirectory()) return 'folder'
  return entry.isFile() ? 'file' : 'other'
}

/** The kind of an entry, without following links; undefined if it does not exist. */
export function entryKind(path: string): EntryKind | undefined {
  try {
    return kindOf(lstatSync(path))
  } catch {
    return undefined
  }
}
