import type { Diagnostic } from '@tripline/diagnostics'
import { type FilePath, reasonOf, writeFile } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'

/** Writes a file and the folders it lies in; a reader sees the old text or the new one, never a part. */
export async function writeWhole(file: FilePath, content: string | Uint8Array): Promise<readonly Diagnostic[]> {
  try {
    writeFile(file, content)
    return []
  } catch (error) {
    return [commandReport['file-unwritable'](undefined, file.path, reasonOf(error))]
  }
}
