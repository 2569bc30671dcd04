import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { isFunctionFile, isTestFile } from '@tripline/project'
import { formatYaml } from '@tripline/yaml'
import { formatFunction, formatRule } from './format-rule.ts'

/**
 * The formatted text of the file of a test, a function or a rule. Formatting is idempotent and never changes what a file
 * means.
 */
export function formatDocument(file: SourceFile): Diagnosed<string> {
  if (isTestFile(file)) return formatYaml(file)
  return isFunctionFile(file) ? formatFunction(file) : formatRule(file)
}
