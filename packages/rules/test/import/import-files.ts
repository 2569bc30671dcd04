import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { type ImportedFile, importDocument, nameFiles } from '../../src/import/index.ts'

/** The files that documents are imported as. */
export function importFiles(...files: readonly SourceFile[]): Diagnosed<readonly ImportedFile[]> {
  const read = files.map(importDocument)
  const named = nameFiles(read.flatMap(({ value }) => value ?? []))
  return {
    ...(read.some(({ value }) => value) && { value: named.value! }),
    diagnostics: [...read.flatMap(({ diagnostics }) => diagnostics), ...named.diagnostics],
  }
}
