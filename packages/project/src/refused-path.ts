import { type Diagnostic, type Span, startOf } from '@tripline/diagnostics'
import { type FilePath, PathOutside, reasonOf } from '@tripline/files'
import { projectReport } from './project-report.ts'

/** Why a file or folder cannot be read, reported where its path was written (default: at the file itself). */
export function refusedPath(
  { path }: FilePath,
  error: unknown,
  mention: Span = startOf({ path, text: '' }),
  written = path,
): Diagnostic {
  return error instanceof PathOutside
    ? projectReport['path-outside'](mention, written)
    : projectReport['file-unreadable'](mention, written, reasonOf(error))
}
