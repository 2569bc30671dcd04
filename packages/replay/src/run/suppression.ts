import type { AlertingRule } from '@tripline/rules'
import { runsAgain } from '../alert/decisions.ts'

/** Whether a run at `at` is skipped because the rule fired at `firedAt`. The query does not run at all. */
export function suppressed(rule: AlertingRule, at: bigint, firedAt: bigint | undefined): boolean {
  if (firedAt === undefined || !rule.suppression?.enabled.value) return false
  return !runsAgain(at, firedAt, rule.suppression.duration.value.ticks)
}
