import type { Diagnosed, SourceFile } from '@tripline/diagnostics'
import { isTestFile } from '@tripline/project'
import { formatYaml } from '@tripline/yaml'
import { formatRule } from './format-rule.ts'

/** The formatted text of a test file or a rule file. Formatting is idempotent and never changes what a file means. */
export const formatDocument = (file: SourceFile): Diagnosed<string> =>
  isTestFile(file) ? formatYaml(file) : formatRule(file)
