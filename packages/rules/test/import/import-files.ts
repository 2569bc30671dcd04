import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { parseYaml, plainValue } from '@tripline/yaml'
import { expect } from 'vitest'
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

/** The documents that a text is imported as, and the ids of the messages about it. */
export function readDocuments(path: string, written: unknown) {
  const text = typeof written === 'string' ? written : JSON.stringify(written)
  const { value = [], diagnostics } = importFiles({ path, text })
  for (const { span } of diagnostics) expect(span!.end).toBeLessThanOrEqual(text.length)
  return {
    documents: value.map(file => plainValue(parseYaml({ path: file.path, text: file.text }).value!)),
    ids: diagnostics.map(found => found.id),
  }
}
