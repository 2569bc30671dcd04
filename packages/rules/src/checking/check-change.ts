import { type Diagnostic, defineDiagnostics, startOf } from '@tripline/diagnostics'
import type { RuleDraft } from '../document/rule.ts'

const report = defineDiagnostics({
  'id-changed': {
    severity: 'error',
    message: (before: string) => `the id was ${before}; with a new id, another rule is deployed next to the old one`,
    fix: (before: string) => `id: ${before}`,
  },
  'version-unchanged': {
    severity: 'warning',
    message: (version: string) => `the query changed, but the version is still ${version}`,
    fix: (version: string) => `version: ${bumped(version)}`,
  },
  'version-backwards': {
    severity: 'warning',
    message: (before: string) => `the version was ${before}, which is higher`,
  },
})

const numbersOf = (version: string): readonly number[] | undefined =>
  /^\d+\.\d+\.\d+$/.test(version) ? version.split('.').map(Number) : undefined

const bumped = (version: string): string => {
  const [major, minor, patch] = numbersOf(version) ?? [1, 0, 0]
  return `${major}.${minor}.${patch! + 1}`
}

/** Negative if `a` is the lower version; undefined if one of them is not a version. */
function order(a: string, b: string): number | undefined {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  if (!left || !right) return undefined
  return left.map((number, index) => number - right[index]!).find(difference => difference !== 0) ?? 0
}

const kqlOf = (rule: RuleDraft): string | undefined => ('query' in rule ? rule.query?.value.trim() : undefined)

/**
 * Checks a change of a rule file, with spans of the new file: the id must not change, and a changed query needs a new
 * version.
 */
export function checkChange(before: RuleDraft, after: RuleDraft): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  if (before.id && before.id.value.toLowerCase() !== after.id?.value.toLowerCase())
    found.push(report['id-changed'](after.id?.span ?? startOf(after.file), before.id.value))
  const [earlier, later] = [before.version, after.version]
  if (!earlier || !later) return found
  const difference = order(earlier.value, later.value)
  if (difference !== undefined && difference > 0) found.push(report['version-backwards'](later.span, earlier.value))
  else if (difference === 0 && kqlOf(before) !== kqlOf(after))
    found.push(report['version-unchanged'](later.span, later.value))
  return found
}
