import { dirname, join, resolve, sep } from 'node:path'
import { type Diagnostic, withPaths } from '@tripline/diagnostics'
import { entryKind, pathWithin } from '@tripline/files'

/** The diagnostics with paths from the root of the Git repository, as code hosts show them. */
export const inRepository = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const root = repositoryAbove(resolve())
  return withPaths(diagnostics, path => pathFrom(root ?? repositoryAbove(dirname(resolve(path))), path))
}

/** The path as seen from a folder; unchanged if it leads out of it. */
function pathFrom(root: string | undefined, path: string): string {
  if (root === undefined) return path
  return pathWithin(root, resolve(path))?.split(sep).join('/') ?? path
}

/** The nearest folder at or above one that holds `.git`, which is a file in further worktrees. */
function repositoryAbove(folder: string): string | undefined {
  if (entryKind(join(folder, '.git')) !== undefined) return folder
  const above = dirname(folder)
  return above === folder ? undefined : repositoryAbove(above)
}
