import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { isAutomationFile, isFunctionFile, isLogsFile, isTestFile } from '@tripline/project'
import { formatYaml } from '@tripline/yaml'
import { formatFunction, formatRule } from './format-rule.ts'

/**
 * The formatted text of the file of a test, of logs, an automation rule, a function or a rule. Formatting is idempotent and never changes what a file
 * means.
 */
export function formatDocument(file: SourceFile): Diagnosed<string> {
  if (isTestFile(file) || isLogsFile(file) || isAutomationFile(file)) return formatYaml(file)
  return isFunctionFile(file) ? formatFunction(file) : formatRule(file)
}
