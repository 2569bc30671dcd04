import type { Diagnostic } from '@tripline/diagnostics'
import { entryKind, type FilePath, removeFile } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import { writeWhole } from './write-whole.ts'

/** File contents by path. */
export type Texts = ReadonlyMap<FilePath, string>

export const pathsOf = (files: Texts): readonly string[] => Array.from(files.keys(), ({ path }) => path)

/** Creates files: all of them, or none if one exists or cannot be written. */
export async function writeNew(files: Texts): Promise<readonly Diagnostic[]> {
  const taken = [...files.keys()].filter(isThere)
  if (taken.length > 0) return taken.map(({ path }) => commandReport['file-exists'](undefined, path))
  const written: FilePath[] = []
  for (const [file, text] of files) {
    const refused = await writeWhole(file, text)
    if (refused.length > 0) {
      written.forEach(removeFile)
      return refused
    }
    written.push(file)
  }
  return []
}

/** The files that do not exist yet. */
export const missingOf = (files: Texts): Texts => new Map([...files].filter(([file]) => !isThere(file)))

/** A link exists even if its target does not. */
const isThere = ({ path }: FilePath): boolean => entryKind(path) !== undefined
