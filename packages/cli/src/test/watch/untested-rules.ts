import { resolve } from 'node:path'
import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import type { AnalysisCache } from '@tripline/kql/analysis'
import { isTestFile, listDetections } from '@tripline/project'
import type { TestReport } from '@tripline/replay'
import { analyseRules, checkRule } from '@tripline/rules'
import type { ProjectContext } from '../../project/command-context.ts'
import { readRule } from '../../project/find-rules.ts'

export interface UntestedRules {
  /**
   * The errors of the rules that a run has not tested. `changed`: absolute paths of the files that changed since the last call;
   * `all`: whether rules are examined that have not changed.
   */
  errors(
    report: TestReport,
    context: ProjectContext,
    wanted: { readonly changed: readonly string[]; readonly all: boolean },
  ): Promise<readonly Diagnostic[]>
}

/** Remembers what was found, and examines a rule again when its file changes or a file that any rule may depend on. */
export function untestedRules(now: bigint, cache: AnalysisCache | undefined): UntestedRules {
  let known = new Map<string, readonly Diagnostic[]>()
  return {
    async errors({ cases }, context, { changed, all }) {
      const { value: files } = await listDetections(context.project.detections)
      const tested = new Set(cases.map(({ rule }) => resolve(rule)))
      const paths = new Map((files?.rules ?? []).map(file => [resolve(file.path), file]))
      const isOther = (path: string) => !paths.has(path) && !isTestFile({ path })
      if (changed.some(isOther)) known = new Map()
      for (const path of changed) known.delete(path)
      const shown = [...paths.keys()].filter(path => !tested.has(path) && (all || changed.includes(path)))
      const missing = shown.filter(path => !known.has(path))
      const found = await examine(
        missing.map(path => paths.get(path)!),
        context,
        now,
        cache,
      )
      for (const [index, path] of missing.entries()) known.set(path, found[index]!)
      return shown.flatMap(path => known.get(path)!)
    },
  }
}

async function examine(
  files: readonly FilePath[],
  { world }: ProjectContext,
  now: bigint,
  cache: AnalysisCache | undefined,
): Promise<readonly (readonly Diagnostic[])[]> {
  const rules = await Promise.all(files.map(readRule))
  const analyses = await analyseRules(rules, world, cache)
  return rules.map(rule => checkRule(rule, analyses, now).filter(isError))
}
