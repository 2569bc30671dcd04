import type { Located } from '@tripline/diagnostics'
import {
  type AlertDetailsOverride,
  type AlertingRule,
  type AlertProperty,
  type AlertSeverity,
  fillPlaceholders,
  placeholdersOf,
  severities,
  tactics,
} from '@tripline/rules'
import { isAccepted, maxDescriptionBytes, maxTitleBytes, overridden } from './decisions.ts'
import type { ResultRow } from './result-row.ts'

/** The texts and lists of an alert: the rule's own, or those that a row overrides them with. */
export interface AlertDetails {
  readonly title: string
  readonly description: string
  readonly severity: AlertSeverity
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
}

/** The format with its values; undefined if a column is missing or empty. */
function render(format: string, row: ResultRow, maxBytes: number): string | undefined {
  if (placeholdersOf(format).some(column => row.text(column) === '')) return undefined
  return cut(fillPlaceholders(format, row.text), maxBytes) || undefined
}

/** The decoder drops an incomplete character at the end. */
const cut = (text: string, maxBytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes), { stream: true })

/** The items of a list in a column: a JSON array, or comma-separated names. */
function listIn(text: string): readonly string[] {
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map(item => item.trim())
  try {
    const items = JSON.parse(text) as readonly unknown[]
    return items.every(item => typeof item === 'string') ? items : []
  } catch {
    return []
  }
}

/** The list of a column, if it is not empty and all its items are accepted. */
function listOf(column: string | undefined, row: ResultRow, accepts: (item: string) => boolean) {
  const items = column === undefined ? [] : listIn(row.text(column))
  return items.length > 0 && items.every(accepts) ? items : undefined
}

const columnOf = ({ alertDynamicProperties }: AlertDetailsOverride, property: AlertProperty): string | undefined =>
  alertDynamicProperties.find(({ alertProperty }) => alertProperty.value === property)?.value.value

const isTechnique = (item: string): boolean => /^T\d{4}$/.test(item)
const isSubTechnique = (item: string): boolean => /^T\d{4}\.\d{3}$/.test(item)

/** The details of the alert that `row` represents. Each override without a usable value falls back on its own. */
export function alertDetailsOf(rule: AlertingRule, row: ResultRow | undefined): AlertDetails {
  const own: AlertDetails = {
    title: rule.name.value,
    description: rule.description?.value ?? '',
    severity: rule.severity.value,
    tactics: rule.tactics.map(tactic => tactic.value),
    techniques: rule.relevantTechniques.map(technique => technique.value),
  }
  const settings = rule.alertDetailsOverride
  if (!row || !settings) return own
  const { alertDisplayNameFormat, alertDescriptionFormat, alertSeverityColumnName, alertTacticsColumnName } = settings
  const written = alertSeverityColumnName ? row.text(alertSeverityColumnName.value) : ''
  const filled = (format: Located<string> | undefined, maxBytes: number) =>
    format && render(format.value, row, maxBytes)
  return {
    title: overridden(own.title, filled(alertDisplayNameFormat, maxTitleBytes)),
    description: overridden(own.description, filled(alertDescriptionFormat, maxDescriptionBytes)),
    severity: overridden(
      own.severity,
      severities.find(severity => isAccepted([severity], written)),
    ),
    tactics: overridden(
      own.tactics,
      listOf(alertTacticsColumnName?.value, row, item => isAccepted(tactics, item)),
    ),
    techniques: [
      ...overridden(own.techniques.filter(isTechnique), listOf(columnOf(settings, 'Techniques'), row, isTechnique)),
      ...overridden(
        own.techniques.filter(isSubTechnique),
        listOf(columnOf(settings, 'SubTechniques'), row, isSubTechnique),
      ),
    ],
  }
}
