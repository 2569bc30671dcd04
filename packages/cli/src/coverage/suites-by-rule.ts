import type { FilePath } from '@tripline/files'
import { loadSuite } from '@tripline/replay'

/** The test files of one rule. */
export interface SuitesOfRule {
  readonly rule: string
  readonly files: readonly FilePath[]
  /** Grows with the number of mutants and of cases. */
  readonly effort: number
}

/** The test files of each rule, in the order of the files. */
export async function suitesByRule(files: readonly FilePath[], root: string): Promise<readonly SuitesOfRule[]> {
  const rules = new Map<string, SuitesOfRule>()
  for (const file of files) {
    const { value } = await loadSuite(file, root)
    const path = value?.rulePath ?? file.path
    const { files: others, effort } = rules.get(path) ?? { files: [], effort: 0 }
    const own = (value?.rule.value?.file.text.length ?? 0) * (value?.tests.cases.length ?? 0)
    rules.set(path, { rule: path, files: [...others, file], effort: effort + own })
  }
  return [...rules.values()]
}
