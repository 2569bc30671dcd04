import type { Diagnosed } from '@tripline/diagnostics'
import type { FilePath } from '@tripline/files'
import { readSource, resolveInside } from '@tripline/project'
import { includeLogs, loadRule, loadTestFile, type Rule, type TestFile } from '@tripline/rules'

/** A test file and its rule, as far as they can be read. */
export interface Suite {
  readonly tests: TestFile
  /** The path of the rule, whether or not it exists. */
  readonly rulePath: string
  readonly rule: Diagnosed<Rule>
}

/** Reads a test file and its rule, which must lie inside `root`. Absent only if the test file itself cannot be read. */
export async function loadSuite(path: FilePath, root: string): Promise<Diagnosed<Suite>> {
  const source = await readSource(path)
  if (!source.value) return { diagnostics: source.diagnostics }
  const { value: tests, diagnostics } = await includeLogs(loadTestFile(source.value), root)
  if (!tests) return { diagnostics }
  const { value: ruleFile, diagnostics: misplaced } = await resolveInside(root, tests.rule)
  if (ruleFile === undefined) {
    return { value: { tests, rulePath: tests.rule.value, rule: { diagnostics: misplaced } }, diagnostics }
  }
  const file = await readSource(ruleFile, tests.rule.span)
  return {
    value: {
      tests,
      rulePath: ruleFile.path,
      rule: file.value ? loadRule(file.value) : { diagnostics: file.diagnostics },
    },
    diagnostics,
  }
}
