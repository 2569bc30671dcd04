import { resolve } from 'node:path'
import { commitOf, git } from './git.ts'

/**
 * The absolute paths of files below a folder that differ from a commit, deleted and untracked ones included; undefined if there is
 * no such revision.
 */
export async function changedFiles(folder: string, revision: string): Promise<ReadonlySet<string> | undefined> {
  const commit = await commitOf(folder, revision)
  if (commit === undefined) return undefined
  const lists = await Promise.all([
    git(folder, 'diff', '--name-only', '--no-renames', '--relative', '-z', commit, '--', '.'),
    git(folder, 'ls-files', '--others', '--exclude-standard', '-z', '--', '.'),
  ])
  if (lists.includes(undefined)) return undefined
  return new Set(
    lists.flatMap(list => list!.split('\0').filter(path => path !== '')).map(path => resolve(folder, path)),
  )
}
