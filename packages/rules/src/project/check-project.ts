import type { Diagnostic } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import type { RuleDraft } from '../document/rule.ts'
import type { LoadedRule } from '../load/load-rule.ts'
import type { LoadedTestFile } from '../load/load-test-file.ts'
import type { QueryAnalyses } from '../query/query-analyses.ts'
import { checkArchive } from './check-archive.ts'
import { checkLimits } from './check-limits.ts'
import { checkReferences } from './check-references.ts'
import { checkRetention } from './check-retention.ts'
import { checkTablePlans } from './check-table-plans.ts'
import { checkTests } from './check-tests.ts'
import { checkWatchlists } from './check-watchlists.ts'

/**
 * Judges a project's rules and tests against each other and against `tripline.yaml`. `loaded` are all of its rules. Given those
 * that were `chosen`, it says nothing about other queries, which need not be analysed, or about `tripline.yaml`.
 */
export function checkProject(
  loaded: readonly LoadedRule[],
  tests: readonly LoadedTestFile[],
  project: Project,
  analyses: QueryAnalyses,
  chosen?: readonly LoadedRule[],
): readonly Diagnostic[] {
  const rules = draftsOf(chosen ?? loaded)
  return [
    ...checkTests(loaded, tests, project),
    ...checkRetention(rules, project, analyses),
    ...checkTablePlans(rules, project, analyses),
    ...checkWatchlists(rules, project, analyses),
    ...(chosen ? [] : checkProjectFile(loaded, project, analyses)),
  ]
}

/** Judges `tripline.yaml` against all rules. */
const checkProjectFile = (
  loaded: readonly LoadedRule[],
  project: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] => [
  ...checkArchive(draftsOf(loaded), project, analyses),
  ...checkLimits(draftsOf(loaded), project),
  ...checkReferences(loaded, project, analyses),
]

const draftsOf = (loaded: readonly LoadedRule[]): readonly RuleDraft[] => loaded.flatMap(({ draft }) => draft ?? [])
