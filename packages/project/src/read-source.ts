import type { Diagnosed, SourceFile, Span } from '@tripline/diagnostics'
import { type FilePath, readFile } from '@tripline/files'
import { refusedPath } from './refused-path.ts'

/**
 * Reads a UTF-8 file; a byte order mark is dropped, so that offsets count what an editor shows. A message about a
 * file that cannot be read goes to `mention`, where its path was written (default: the file itself).
 */
export async function readSource(file: FilePath, mention?: Span): Promise<Diagnosed<SourceFile>> {
  const { path } = file
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFile(file, 'text-file'))
    return { value: { path, text }, diagnostics: [] }
  } catch (error) {
    return { diagnostics: [refusedPath(file, error, mention)] }
  }
}
