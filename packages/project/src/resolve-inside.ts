import { dirname, isAbsolute, join } from 'node:path'
import type { Diagnosed, Located } from '@tripline/diagnostics'
import { type FilePath, inside, realPath } from '@tripline/files'
import { refusedPath } from './refused-path.ts'

/**
 * The file or folder that a path in a document names, relative to the current folder. The path starts at the document's
 * folder and must stay inside `root`, even after links are resolved, so that rules of a fork cannot read the host's files.
 * A path that does not exist is refused, too.
 */
export async function resolveInside(root: string, path: Located<string>): Promise<Diagnosed<FilePath>> {
  const target = inside(root, isAbsolute(path.value) ? path.value : join(dirname(path.span.file.path), path.value))
  try {
    realPath(target)
    return { value: target, diagnostics: [] }
  } catch (error) {
    return { diagnostics: [refusedPath(target, error, path.span, path.value)] }
  }
}
