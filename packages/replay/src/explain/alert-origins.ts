import type { Dataset, Engine, SourceRow } from '@tripline/kql/engine'
import type { AlertingRule } from '@tripline/rules'
import { cellText } from '../alert/cell-text.ts'
import { alertSources } from '../run/alert-sources.ts'
import type { TimedQuery } from '../run/run-rule.ts'
import type { ScheduledRun } from '../run/scheduled-run.ts'
import type { AlertOrigin, Explanation, OriginRow } from './explanation.ts'

/** The rows of tables that the alerts of a run were made from. */
export async function alertOrigins(
  rule: AlertingRule,
  query: TimedQuery,
  run: ScheduledRun,
  dataset: Dataset,
  engine: Engine,
): Promise<Pick<Explanation, 'origins' | 'untraced'>> {
  const found = await alertSources(rule, query, run, engine)
  if (!found) return {}
  if ('untraced' in found) return { untraced: found.untraced.operator }
  const valuesOf = rowValues(dataset)
  const origins = found.map(
    ({ alert, rows }): AlertOrigin => ({ title: alert.title, severity: alert.severity, rows: rows.map(valuesOf) }),
  )
  return { origins }
}

/** The values of a row by column, without those that are missing; none of a large log. */
function rowValues({ tables }: Dataset): (source: SourceRow) => OriginRow {
  const typed = new Map(tables.map(content => [content.table.name, content]))
  return ({ table, row }) => {
    const content = typed.get(table)
    const cells = content?.table.columns.map(({ name, type }, index) => {
      return [name, cellText(type, content.rows[row]![index]!)] as const
    })
    return { table, row, values: Object.fromEntries((cells ?? []).filter(([, text]) => text !== '')) }
  }
}
