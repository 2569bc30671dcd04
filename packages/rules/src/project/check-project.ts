import type { Diagnostic } from '@tripline/diagnostics'
import type { QueryWorld } from '@tripline/kql/compile'
import type { Project } from '@tripline/project'
import type { TestFile } from '../document/test-file.ts'
import type { LoadedRule } from '../load/load-rule.ts'
import { checkLimits } from './check-limits.ts'
import { checkReferences } from './check-references.ts'
import { checkRetention } from './check-retention.ts'
import { checkTablePlans } from './check-table-plans.ts'
import { checkTests } from './check-tests.ts'
import { checkWatchlists } from './check-watchlists.ts'

/** Judges a project's rules and tests against each other and against `tripline.yaml`. Rules are all of the project's. */
export function checkProject(
  loaded: readonly LoadedRule[],
  tests: readonly TestFile[],
  project: Project,
  world: QueryWorld,
): readonly Diagnostic[] {
  const rules = loaded.flatMap(({ draft }) => draft ?? [])
  const complete = loaded.flatMap(({ value }) => value ?? [])
  return [
    ...checkTests(rules, tests, project),
    ...checkRetention(rules, project, world),
    ...checkTablePlans(rules, project, world),
    ...checkWatchlists(rules, project, world),
    ...checkLimits(rules, project),
    ...checkReferences(rules, complete, project, world),
  ]
}
