import type { FilePath } from '@tripline/files'
import { readSource } from '@tripline/project'
import { type LoadedRule, loadRule } from '@tripline/rules'

/** A rule file, as far as it can be read. */
export async function readRule(file: FilePath): Promise<LoadedRule> {
  const { value: source, diagnostics } = await readSource(file)
  return source ? loadRule(source) : { path: file.path, diagnostics }
}
