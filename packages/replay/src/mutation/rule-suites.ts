import { type Diagnostic, isError } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { type AlertingRule, isAlerting, type TestCase } from '@tripline/rules'
import { loadSuite } from '../suite/load-suite.ts'

/** The cases of all test files of one rule. */
export interface RuleSuites {
  readonly path: string
  /** Absent if it cannot be read, or raises no alerts of its own. */
  readonly rule?: AlertingRule
  readonly cases: readonly TestCase[]
  readonly diagnostics: readonly Diagnostic[]
}

/** `files`: the test files of one rule, at least one. */
export async function loadRuleSuites(files: readonly FilePath[], root: string): Promise<RuleSuites> {
  const suites = await Promise.all(files.map(file => loadSuite(file, root)))
  const [first] = suites
  const rule = first?.value?.rule.value
  const path = first?.value?.rulePath ?? files[0]!.path
  const diagnostics = [
    ...suites.flatMap(suite => suite.diagnostics),
    ...(first?.value?.rule.diagnostics ?? []).filter(isError),
  ]
  const isUsable = rule && isAlerting(rule) && !diagnostics.some(isError)
  return {
    path,
    ...(isUsable && { rule }),
    cases: suites.flatMap(({ value }) => value?.tests.cases ?? []),
    diagnostics,
  }
}
