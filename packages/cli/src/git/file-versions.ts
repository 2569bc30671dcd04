import { resolve } from 'node:path'
import type { Versioned } from '@tripline/evidence'
import { changedFiles } from './changed-files.ts'
import { git } from './git.ts'

/** How Git has the files below a folder, by absolute path; undefined if it cannot say. */
export async function fileVersions(folder: string): Promise<((path: string) => Versioned) | undefined> {
  const [changed, log] = await Promise.all([
    changedFiles(folder, 'HEAD'),
    git(
      folder,
      'log',
      '--no-renames',
      '--no-show-signature',
      '--relative',
      '--name-only',
      '-z',
      '--format=commit:%H',
      '--',
      '.',
    ),
  ])
  if (!changed || log === undefined) return undefined
  const commits = new Map<string, string>()
  let commit = ''
  for (const token of log.split('\0').map(text => text.replace(/^\n/, ''))) {
    const [, hash] = /^commit:([0-9a-f]{40,64})$/.exec(token) ?? []
    if (hash !== undefined) commit = hash
    else if (token !== '') {
      const path = resolve(folder, token)
      if (!commits.has(path)) commits.set(path, commit)
    }
  }
  return path => {
    const last = commits.get(path)
    if (last === undefined) return { state: 'not in Git' }
    return { commit: last, state: changed.has(path) ? 'modified' : 'committed' }
  }
}
