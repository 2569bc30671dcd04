import { realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Diagnosed, Located } from '@tripline/diagnostics'
import { projectReport } from './project-report.ts'
import { reasonOf } from './read-source.ts'

/**
 * The file or folder that a path in a document names, as a path from where the command works. It starts at the
 * document's own folder and must stay inside `root`, also after links are resolved: a rule of a fork must not read the
 * host's files. What does not exist is refused as well.
 */
export async function resolveInside(root: string, path: Located<string>): Promise<Diagnosed<string>> {
  const target = isAbsolute(path.value) ? path.value : join(dirname(path.span.file.path), path.value)
  const outside = { diagnostics: [projectReport['path-outside'](path.span, path.value)] }
  if (!contains(resolve(root), resolve(target))) return outside
  try {
    return contains(await realpath(root), await realpath(target)) ? { value: target, diagnostics: [] } : outside
  } catch (error) {
    return { diagnostics: [projectReport['file-unreadable'](path.span, path.value, reasonOf(error))] }
  }
}

function contains(root: string, target: string): boolean {
  const way = relative(root, target)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
