import { diagnosticRow, jsonDocument } from '@tripline/diagnostics'
import { alertJson } from '@tripline/replay'
import type { RuleChange } from '../diff/diff-alerts.ts'
import type { Io } from '../process/io.ts'
import { countChanges } from './diff.human.ts'

/** `{"base", "rules": [{"rule", "state", "alerts": [{"change", "source", "alert"}], "diagnostics"}], "added", "removed"}` */
export function showDiffJson(changes: readonly RuleChange[], base: string, { stdout }: Io): void {
  const rules = changes.map(({ rule, state, alerts, diagnostics }) => ({
    rule,
    state,
    alerts: alerts.map(({ change, source, alert }) => ({ change, source, alert: alertJson(alert) })),
    diagnostics: diagnostics.map(diagnosticRow),
  }))
  stdout.write(jsonDocument({ base, rules, ...countChanges(changes) }))
}
