import { counted, joined, type Palette, type Printable, printable, renderHuman, text } from '@tripline/diagnostics'
import {
  type AlertOrigin,
  type Cause,
  type Explanation,
  instantText,
  lineOf,
  type Stage,
  stageName,
} from '@tripline/replay'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { cutText, textWidth } from './text-width.ts'

/** One explanation, or those of all cases one after the other. */
export function showExplanations(explained: Explanation | readonly Explanation[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const all = 'rule' in explained ? [explained] : explained
  const parts = all.flatMap(each => [titleOf(each, palette), ...explanationText(each, palette)])
  io.stdout.write(text`${joined(parts, '\n\n')}\n`)
}

function titleOf({ rule, case: name, at, alerts }: Explanation, palette: Palette): Printable {
  const run = [...(name === undefined ? [] : [name]), `the run of ${instantText(at)}`, counted(alerts, 'alert')]
  return text`${palette.strong(printable(rule))} ${run.join(', ')}`
}

/** The rows that each operator returns, then why there are too few, each reason at its line. */
export const explanationText = (
  { stages, causes, origins = [], untraced }: Explanation,
  palette: Palette,
): readonly Printable[] => [
  ...(stages.length > 0 ? [funnelText(stages, palette)] : []),
  ...causes.map(cause => causeText(cause, palette)),
  ...origins.map(origin => originText(origin, palette)),
  ...(untraced === undefined
    ? []
    : [text`${untraced} makes rows of several others, so the rows behind the alerts are not known`]),
]

/** Rows and columns of a screen that an alert's rows may take. */
const most = { rows: 3, width: 80 }

/** An alert and the first rows that it was made from. */
function originText({ title, severity, rows }: AlertOrigin, palette: Palette): Printable {
  const tables = [...new Set(rows.map(({ table }) => table))]
  const counts = tables.map(name => `${counted(rows.filter(({ table }) => table === name).length, 'row')} of ${name}`)
  const heading = text`${severity} ${title}, made from ${counts.length > 0 ? counts.join(', ') : 'no row'}`
  const shown = rows.slice(0, most.rows).map(({ table, row, values }) => {
    const { TimeGenerated, ...others } = values
    const cells = Object.entries(others).map(([name, value]) => `${name} ${value}`)
    const where = TimeGenerated?.replace(/\.0+Z$/, 'Z') ?? `${table} row ${row + 1}`
    return palette.faint(printable(cutText(`  ${where}  ${cells.join(', ')}`, most.width)))
  })
  const left = rows.length - shown.length
  return joined(
    [heading, ...shown, ...(left > 0 ? [palette.faint(text`  and ${counted(left, 'more row')}`)] : [])],
    '\n',
  )
}

/** A line for each stage, of up to 80 columns. */
function funnelText(stages: readonly Stage[], palette: Palette): Printable {
  const names = stages.map(stageName)
  const width = Math.min(widestName, Math.max(...names.map(textWidth)))
  const counts = stages.map(({ rowsOut }) => rowsOut.toLocaleString('en-US'))
  const digits = Math.max(...counts.map(({ length }) => length))
  const most = Math.max(1, ...stages.map(({ rowsOut }) => rowsOut))
  const lines = stages.map((stage, index) => {
    const { span, rowsIn, rowsOut } = stage
    const shown = cutText(names[index]!, width)
    const start = `${String(lineOf(span)).padStart(5)}  ${shown}${' '.repeat(width - textWidth(shown))}`
    const rows = `${start}  ${counts[index]!.padStart(digits)}`
    const lost = rowsIn > rowsOut ? ` of ${rowsIn.toLocaleString('en-US')}` : ''
    const bar = palette.faint(printable('█'.repeat(Math.ceil((widestBar * rowsOut) / most))))
    return text`${rows}${lost.padEnd(digits + 4)}  ${bar}`
  })
  return joined(lines, '\n')
}

const widestName = 26
const widestBar = 16

/** A reason with the line of the rule. */
const causeText = ({ kind, span, text: message }: Cause, palette: Palette): Printable =>
  renderHuman([{ severity: 'info', category: 'finding', id: kind, span, message }], palette)
