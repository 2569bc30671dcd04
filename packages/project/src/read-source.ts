import { readFile } from 'node:fs/promises'
import { type Diagnosed, type SourceFile, type Span, startOf } from '@tripline/diagnostics'
import { projectReport } from './project-report.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file has the name of one of its folders',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links go round in a circle',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
  ERR_INVALID_ARG_VALUE: 'its name holds a null character',
}

/** Why the file system refused, in words; anything but such a refusal is a bug and thrown on. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error
  return reasons[String(error.code)] ?? String(error.code)
}

/**
 * Reads a UTF-8 file; a byte order mark is dropped, so that offsets count what an editor shows. `mention` is where the
 * path was written: there the message goes if the file cannot be read, else to the file itself.
 */
export async function readSource(path: string, mention?: Span): Promise<Diagnosed<SourceFile>> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
    return { value: { path, text }, diagnostics: [] }
  } catch (error) {
    const span = mention ?? startOf({ path, text: '' })
    return { diagnostics: [projectReport['file-unreadable'](span, path, reasonOf(error))] }
  }
}
