import { join, relative } from 'node:path'
import type { Diagnosed } from '@tripline/diagnostics'
import { isLogsFile, isTestFile, listDetections, projectFileName } from '@tripline/project'
import type { Rule } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import { commitOf, git } from '../git/git.ts'
import { restoreFiles } from '../git/restore-files.ts'
import { openProject, type ProjectContext } from '../project/command-context.ts'
import { readRule } from '../project/find-rules.ts'

/** A project with its rules by their paths in it. */
export interface RuleSet {
  readonly context: ProjectContext
  readonly rules: ReadonlyMap<string, Rule>
}

/** The rules of a project that can be read. */
export async function ruleSet(context: ProjectContext): Promise<RuleSet> {
  const { value } = await listDetections(context.project.detections)
  const loaded = await Promise.all((value?.rules ?? []).map(async file => [file, await readRule(file)] as const))
  return {
    context,
    rules: new Map(
      loaded.flatMap(([{ path }, { value: rule }]) => (rule ? [[relative(context.root, path), rule] as const] : [])),
    ),
  }
}

/** The rules of a revision, and whether everything else that queries see is as it is now. */
export interface BaseRules {
  readonly base: RuleSet
  readonly sharesWorld: boolean
}

/** The project as it was in a revision: its rules, functions, watchlists, tables and files for externaldata, written to `folder`. */
export async function openBase(
  { context: { root }, rules: current }: RuleSet,
  revision: string,
  folder: string,
): Promise<Diagnosed<BaseRules>> {
  const commit = await commitOf(root, revision)
  if (commit === undefined) return { diagnostics: [commandReport['revision-unknown'](undefined, revision)] }
  const settings = await git(root, 'show', `${commit}:./${projectFileName}`)
  if (settings === undefined) return { diagnostics: [commandReport['base-without-project'](undefined, revision)] }
  const isPart = (path: string) =>
    (/\.(ya?ml|kql)$/.test(path) && !isTestFile({ path }) && !isLogsFile({ path })) || settings.includes(path)
  const changed = await restoreFiles(root, commit, isPart, folder)
  if (!changed) {
    return { diagnostics: [commandReport['revision-unknown'](undefined, revision)] }
  }
  const { value: context, diagnostics } = await openProject({ folder })
  if (!context) {
    const reasons = diagnostics.map(({ message }) => message.replaceAll(join(folder, '/'), ''))
    return { diagnostics: [commandReport['base-unreadable'](undefined, revision, reasons)] }
  }
  const base = await ruleSet(context)
  const sharesWorld = changed.every(path => !isPart(path) || base.rules.has(path) || current.has(path))
  return { value: { base, sharesWorld }, diagnostics: [] }
}
