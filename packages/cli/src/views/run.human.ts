import { counted, indented, joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { type Alert, alertJson, entityJson, type RuleRunAt } from '@tripline/replay'
import { formatDatetime } from '@tripline/schemas'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { paletteOf } from './diagnostics.human.ts'
import { explanationText } from './explain.human.ts'
import { tableText } from './query.table.ts'

/** The rows of the query, then the alerts that they raise, or why there are none. */
export function showRun({ scheduled, alerts, explanation }: RuleRunAt, rows: ResultTable, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const { from, to } = scheduled.window
  const window = `${formatDatetime(from)} to ${formatDatetime(to)}`
  const { table, notes } = tableText(rows, io.stdout, palette)
  const parts = [
    text`${palette.strong(printable(counted(rows.rows.length, 'row')))} from the window ${window}`,
    ...(rows.rows.length > 0 ? [joined([table, ...notes.map(palette.faint)], '\n')] : []),
    palette.strong(printable(counted(alerts.length, 'alert'))),
    ...alerts.map(alert => alertText(alert, palette)),
    ...(explanation ? explanationText(explanation, palette) : []),
  ]
  io.stdout.write(text`${joined(parts, '\n\n')}\n`)
}

function alertText(alert: Alert, palette: Palette): Printable {
  const { customDetails } = alertJson(alert) as { readonly customDetails: object }
  const details = [
    ...alert.entities.map(entity => text`entity ${JSON.stringify(entityJson(entity))}`),
    ...Object.entries(customDetails).map(([key, value]) => text`${key}: ${JSON.stringify(value)}`),
  ]
  return joined(
    [
      text`  ${palette.error(printable(alert.severity))} ${palette.strong(printable(alert.title))}`,
      ...details.map(line => indented(line, 4)),
    ],
    '\n',
  )
}
