import { basename, dirname } from 'node:path'
import type { Diagnostic } from '@tripline/diagnostics'
import { checkChange, type LoadedRule, loadRule } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import { commitOf, git } from '../git/git.ts'

/** Checks how rules differ from a Git revision. Files that the revision lacks are new. */
export async function checkChanges(revision: string, rules: readonly LoadedRule[]): Promise<readonly Diagnostic[]> {
  const drafts = rules.flatMap(({ draft }) => draft ?? [])
  const folder = drafts[0] && dirname(drafts[0].file.path)
  const commit = folder && (await commitOf(folder, revision))
  if (folder && !commit) return [commandReport['revision-unknown'](undefined, revision)]
  const found = await Promise.all(
    drafts.map(async draft => {
      const { path } = draft.file
      const text = await git(dirname(path), 'show', `${commit!}:./${basename(path)}`)
      const before = text === undefined ? undefined : loadRule({ path, text }).draft
      return before ? checkChange(before, draft) : []
    }),
  )
  return found.flat()
}
