import { isError } from '@tripline/diagnostics'
import type { CaseReport } from '@tripline/replay'

/** A case as it is shown. */
export interface ShownCase extends CaseReport {
  /** Whether cases before it show all that is wrong with it. */
  readonly isRepeat?: boolean
}

/** What is wrong with a rule is wrong in each of its cases; it is shown in the first. */
export function withoutRepeats(cases: readonly CaseReport[]): readonly ShownCase[] {
  const seen = new Set<string>()
  return cases.map(report => {
    const fresh = report.diagnostics.filter(({ id, span, message }) => {
      const key = JSON.stringify([id, span?.file.path, span?.start, message])
      return seen.size < seen.add(key).size
    })
    return { ...report, diagnostics: fresh, isRepeat: fresh.length === 0 && report.diagnostics.some(isError) }
  })
}
