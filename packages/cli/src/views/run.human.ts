import { type Palette, printable } from '@tripline/diagnostics'
import { type Alert, alertJson, entityJson, type RuleRun } from '@tripline/replay'
import { formatDatetime } from '@tripline/schemas'
import type { Io } from '../io.ts'
import { resultOfRows } from '../result-table.ts'
import { count } from './count.ts'
import { paletteOf } from './palette.ts'
import { tableText } from './query.table.ts'

/** The rows of the query, then the alerts that they raise. */
export function showRun({ tick, rows, alerts }: RuleRun, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const { from, to } = tick.window
  const window = `${formatDatetime(from)} to ${formatDatetime(to)}`
  const parts = [
    `${palette.place(count(rows.rows.length, 'row'))} from the window ${window}`,
    ...(rows.rows.length > 0 ? [tableText(resultOfRows(rows), palette)] : []),
    palette.place(count(alerts.length, 'alert')),
    ...alerts.map(alert => alertText(alert, palette)),
  ]
  io.stdout.write(`${parts.join('\n\n')}\n`)
}

function alertText(alert: Alert, palette: Palette): string {
  const { customDetails } = alertJson(alert) as { readonly customDetails: object }
  const lines = [
    `${palette.error(alert.severity)} ${palette.place(printable(alert.title))}`,
    ...alert.entities.map(entity => printable(`entity ${JSON.stringify(entityJson(entity))}`)),
    ...Object.entries(customDetails).map(([key, value]) => printable(`${key}: ${JSON.stringify(value)}`)),
  ]
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n')
}
