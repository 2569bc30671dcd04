import { dirname, isAbsolute, join } from 'node:path'
import type { Diagnosed, Located } from '@tripline/diagnostics'
import { type FilePath, inside, realPath } from '@tripline/files'
import { refusedPath } from './refused-path.ts'

/**
 * The file or folder that a path in a document names, as a path from where the command works. It starts at the
 * document's own folder and must stay inside `root`, also after links are resolved: a rule of a fork must not read the
 * host's files. What does not exist is refused as well.
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
