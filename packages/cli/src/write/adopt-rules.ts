import { join } from 'node:path'
import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { inside } from '@tripline/files'
import { writeBaseline } from '@tripline/rules'
import { type CheckSettings, checkPaths } from '../check/check-paths.ts'
import { openContext } from '../project/command-context.ts'
import type { Texts } from './write-new.ts'

/** What a project begins with. */
export interface Adopted {
  readonly rules: number
  readonly tests: number
  /** Findings that the baseline accepts. */
  readonly accepted: number
  /** Rules without all the tests that they need. */
  readonly untested: number
  /** The baseline by its file. */
  readonly files: Texts
}

export const baselineName = 'baseline.json'

/** Accepts the present findings of a project; what cannot be read is in the diagnostics. */
export async function adoptRules(folder: string, settings: CheckSettings): Promise<Diagnosed<Adopted>> {
  const { value: context, diagnostics } = await openContext({ folder })
  if (!context || diagnostics.some(isError)) return { diagnostics }
  const judged = await checkPaths([], context, settings)
  const isFinding = ({ category }: Diagnostic) => category === 'finding'
  const findings = judged.diagnostics.filter(isFinding)
  const path = join(folder, baselineName)
  return {
    value: {
      rules: judged.rules,
      tests: judged.tests,
      accepted: findings.length,
      untested: findings.filter(({ id }) => id === 'test-missing').length,
      files: new Map([[inside(folder, path), writeBaseline(path, findings)]]),
    },
    diagnostics: judged.diagnostics.filter(found => !isFinding(found)),
  }
}
