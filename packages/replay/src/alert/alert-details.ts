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

/** How an alert presents itself: the rule's own texts and lists, or what a row replaces them with. */
export interface AlertDetails {
  readonly title: string
  readonly description: string
  readonly severity: AlertSeverity
  readonly tactics: readonly string[]
  readonly techniques: readonly string[]
}

/** The format filled in; undefined when a column is missing or its value empty. */
function render(format: string, row: ResultRow, maxBytes: number): string | undefined {
  if (placeholdersOf(format).some(column => row.text(column) === '')) return undefined
  return cut(fillPlaceholders(format, row.text), maxBytes) || undefined
}

/** A decoder that still waits for the rest of a character leaves it out. */
const cut = (text: string, maxBytes: number): string =>
  new TextDecoder().decode(Buffer.from(text).subarray(0, maxBytes), { stream: true })

/** The items of a column that holds a list: a JSON array, or names separated by commas. */
function listIn(text: string): readonly string[] {
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map(item => item.trim())
  try {
    const items = JSON.parse(text) as readonly unknown[]
    return items.every(item => typeof item === 'string') ? items : []
  } catch {
    return []
  }
}

/** The column's list when it names something and everything in it is accepted. */
function listOf(column: string | undefined, row: ResultRow, accepts: (item: string) => boolean) {
  const items = column === undefined ? [] : listIn(row.text(column))
  return items.length > 0 && items.every(accepts) ? items : undefined
}

const columnOf = ({ alertDynamicProperties }: AlertDetailsOverride, property: AlertProperty): string | undefined =>
  alertDynamicProperties.find(({ alertProperty }) => alertProperty.value === property)?.value.value

const isTechnique = (item: string): boolean => /^T\d{4}$/.test(item)
const isSubTechnique = (item: string): boolean => /^T\d{4}\.\d{3}$/.test(item)

/** The details of an alert that `row` stands for. Each override that has no usable value falls back to the rule alone. */
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
