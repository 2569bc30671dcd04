import { readSource } from '@tripline/project'
import { type LoadedRule, loadRule } from '@tripline/rules'

/** A rule file, as far as it can be read. */
export async function readRule(path: string): Promise<LoadedRule> {
  const { value: file, diagnostics } = await readSource(path)
  return file ? loadRule(file) : { diagnostics }
}
