import { resolve } from 'node:path'
import type { FilePath } from '@tripline/files'
import { listDetections } from '@tripline/project'
import { loadSuite } from '@tripline/replay'
import { expectsAlerts, tactics } from '@tripline/rules'
import type { ProjectContext } from '../project/command-context.ts'
import { readRule } from '../project/find-rules.ts'
import { attackCoverage, type TacticCoverage } from '../report/attack-coverage.ts'

/**
 * The techniques of the project's rules, without running any: one is tested if a case in the test files expects alerts of one of its
 * rules.
 */
export async function expectedCoverage(
  files: readonly FilePath[],
  { root, project }: ProjectContext,
): Promise<readonly TacticCoverage<string>[]> {
  const tested = new Set<string>()
  for (const file of files) {
    const { value: suite } = await loadSuite(file, root)
    if (suite?.tests.cases.some(expectsAlerts)) tested.add(resolve(suite.rulePath))
  }
  const { value: listed } = await listDetections(project.detections)
  const loaded = await Promise.all((listed?.rules ?? []).map(readRule))
  const classified = loaded.flatMap(({ value: rule }) =>
    rule && 'tactics' in rule
      ? [
          {
            rule: rule.name?.value ?? rule.file.path,
            tactics: rule.tactics.map(({ value }) => value),
            techniques: rule.relevantTechniques.map(({ value }) => value),
            isTested: tested.has(resolve(rule.file.path)),
          },
        ]
      : [],
  )
  return attackCoverage(classified, tactics)
}
