import { dirname, join, normalize } from 'node:path'
import { type Diagnostic, startOf } from '@tripline/diagnostics'
import type { Project } from '@tripline/project'
import { isEnabled } from '../compile/settings-for.ts'
import type { RuleDraft } from '../document/rule.ts'
import type { TestCase, TestFile } from '../document/test-file.ts'
import { consistencyReport } from './consistency-report.ts'

const fires = ({ expect }: TestCase): boolean => (expect.alerts?.length ?? expect.incidents?.value ?? 0) > 0
const staysQuiet = ({ expect }: TestCase): boolean => expect.alerts?.length === 0

/** Path of the rule that a test file is about, as commands write it. */
const ruleOf = ({ file, rule }: TestFile): string => join(dirname(file.path), rule.value)

/** Every enabled rule must be seen to fire and seen to stay quiet, and every test must be about a rule. */
export function checkTests(
  rules: readonly RuleDraft[],
  tests: readonly TestFile[],
  project: Project,
): readonly Diagnostic[] {
  const cases = new Map<string, TestCase[]>(rules.map(({ file }) => [normalize(file.path), []]))
  const strays = tests.filter(test => {
    const own = cases.get(ruleOf(test))
    own?.push(...test.cases)
    return !own
  })
  const untested = rules
    .filter(rule => (rule.kind === 'Scheduled' || rule.kind === 'NRT') && isEnabled(rule, project))
    .flatMap(rule => {
      const own = cases.get(normalize(rule.file.path))!
      const lacks = [...(own.some(fires) ? [] : ['fires']), ...(own.some(staysQuiet) ? [] : ['stays quiet'])]
      return lacks.map(lack => consistencyReport['test-missing'](rule.name?.span ?? startOf(rule.file), lack))
    })
  return [...untested, ...strays.map(({ rule }) => consistencyReport['test-without-rule'](rule.span, rule.value))]
}
