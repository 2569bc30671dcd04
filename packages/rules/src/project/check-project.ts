import type { Diagnostic } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
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

/** Judges a project's rules and tests against each other and against `tripline.yaml`. Rules are all of the project's. */
export function checkProject(
  loaded: readonly LoadedRule[],
  tests: readonly LoadedTestFile[],
  project: Project,
  analyses: QueryAnalyses,
): readonly Diagnostic[] {
  const rules = loaded.flatMap(({ draft }) => draft ?? [])
  return [
    ...checkTests(loaded, tests, project),
    ...checkRetention(rules, project, analyses),
    ...checkTablePlans(rules, project, analyses),
    ...checkArchive(rules, project, analyses),
    ...checkWatchlists(rules, project, analyses),
    ...checkLimits(rules, project),
    ...checkReferences(loaded, project, analyses),
  ]
}
