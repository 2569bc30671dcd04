import { dirname, join, normalize, relative } from 'node:path'
import { type Diagnostic, nearest, startOf } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { isEnabled } from '../compile/settings-for.ts'
import { isAlerting } from '../document/rule.ts'
import type { TestCase } from '../document/test-file.ts'
import type { LoadedRule } from '../load/load-rule.ts'
import type { LoadedTestFile } from '../load/load-test-file.ts'
import { consistencyReport } from './consistency-report.ts'

/** Whether a case expects its rule to fire. */
export const expectsAlerts = ({ expect: { alerts, incidents } }: TestCase): boolean => {
  const expected = incidents?.value ?? 0
  return (alerts?.length ?? (typeof expected === 'number' ? expected : expected.length)) > 0
}
/** Silence over rows that no run sees says nothing about the rule. */
const staysQuiet = ({ expect }: TestCase): boolean => expect.alerts?.length === 0 && expect.reaches?.value !== 'nothing'

/** Path of the rule that a test file is about, as commands write it; by the name of the file if nothing else is legible. */
const ruleOf = ({ path, rule }: LoadedTestFile): string =>
  rule ? join(dirname(path), rule.value) : normalize(path.replace(/\.test(\.ya?ml)$/, '$1'))

/**
 * Every enabled rule must be seen to fire and seen to stay quiet, and every test must be about a rule. What is missing
 * because a file cannot be read is not reported.
 */
export function checkTests(
  loaded: readonly LoadedRule[],
  tests: readonly LoadedTestFile[],
  project: Project,
): readonly Diagnostic[] {
  const cases = new Map<string, TestCase[]>(loaded.map(({ path }) => [normalize(path), []]))
  for (const test of tests) cases.get(ruleOf(test))?.push(...(test.value?.cases ?? []))
  const strays = tests.flatMap(test => {
    const { path, rule } = test
    return rule && !cases.has(ruleOf(test))
      ? [{ rule, near: nearestRule(rule.value, dirname(path), cases.keys()) }]
      : []
  })
  const uncertain = new Set([
    ...tests.filter(({ diagnostics }) => diagnostics.length > 0).map(ruleOf),
    ...strays.map(({ near }) => near?.path),
  ])
  const untested = loaded
    .flatMap(({ draft }) => draft ?? [])
    .filter(rule => isAlerting(rule) && isEnabled(rule, project))
    .flatMap(rule => {
      const path = normalize(rule.file.path)
      const own = cases.get(path)!
      const lacks = [...(own.some(expectsAlerts) ? [] : ['fires']), ...(own.some(staysQuiet) ? [] : ['stays quiet'])]
      if (lacks.length === 0 || uncertain.has(path)) return []
      return [consistencyReport['test-missing'](rule.name?.span ?? startOf(rule.file), lacks)]
    })
  return [
    ...untested,
    ...strays.map(({ rule, near }) => consistencyReport['test-without-rule'](rule.span, rule.value, near?.written)),
  ]
}

/** The rule that a path from `folder` most likely misspells. */
function nearestRule(name: string, folder: string, paths: Iterable<string>) {
  const written = new Map(Array.from(paths, path => [relative(folder, path), path]))
  const near = nearest(name, written.keys())
  return near === undefined ? undefined : { written: near, path: written.get(near)! }
}
