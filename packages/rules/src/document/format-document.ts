import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { isFunctionFile, isLogsFile, isTestFile } from '@tripline/project'
import { formatYaml } from '@tripline/yaml'
import { formatFunction, formatRule } from './format-rule.ts'

/**
 * The formatted text of the file of a test, of logs, a function or a rule. Formatting is idempotent and never changes what a file
 * means.
 */
export function formatDocument(file: SourceFile): Diagnosed<string> {
  if (isTestFile(file) || isLogsFile(file)) return formatYaml(file)
  return isFunctionFile(file) ? formatFunction(file) : formatRule(file)
}
