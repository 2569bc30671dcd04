import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Backtest } from '../backtest/backtest.ts'
import { type BacktestSummary, summarizeBacktest } from '../backtest/summarize-backtest.ts'
import type { Io } from '../process/io.ts'
import { number, rowsText, size } from './amounts.ts'
import { paletteOf } from './diagnostics.human.ts'

/** Each rule with its days, or with alerts a day for each value that was tried. */
export function showBacktests(backtests: readonly Backtest[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const summaries = backtests.map(summarizeBacktest)
  const blocks = [...new Set(summaries.map(({ rule }) => rule))].map(path => {
    const tried = summaries.filter(({ rule }) => rule === path)
    return tried.length === 1 ? ruleText(tried[0]!, palette) : sweepText(tried, palette)
  })
  if (blocks.length > 0) io.stdout.write(text`${joined(blocks, '\n\n')}\n`)
}

const title = ({ rule, from, to }: BacktestSummary, palette: Palette): Printable =>
  text`${palette.strong(printable(rule))}  ${from} to ${to}`

function ruleText(summary: BacktestSummary, palette: Palette): Printable {
  const { days, alerts, alertsPerDay, suppressed, entities, scanned } = summary
  const failed = days.filter(day => day.failed).length
  const rows = days.map(day => [day.day, number(day.runs), number(day.alerts), number(day.suppressed.alerts)])
  const note = ({ failed: failure }: (typeof days)[number]) =>
    failure ? text`  ${palette.error(text`failed at ${failure.at}`)}` : text``
  return joined(
    [
      title(summary, palette),
      ...table(['day', 'runs', 'alerts', 'suppressed'], rows, days.map(note)),
      text`  ${amount(alerts, 'alert')}, ${alertsPerDay.toFixed(1)} a day${failed > 0 ? ` without the ${failed} that failed` : ''}`,
      ...(suppressed.runs > 0
        ? [text`  suppression skips ${amount(suppressed.runs, 'run')} with ${amount(suppressed.alerts, 'alert')}`]
        : []),
      ...scanned.map(
        ({ table: name, rows: count, bytes }) =>
          text`  ${rowsText(count)} of ${name} scanned${bytes === undefined ? '' : `, in files of ${size(bytes)}`}`,
      ),
      ...(entities.length > 0 ? [text`  entities in most alerts:`] : []),
      ...entities.map(one => text`  ${number(one.alerts).padStart(8)}  ${JSON.stringify(one.entity)}`),
    ],
    '\n',
  )
}

function sweepText(tried: readonly BacktestSummary[], palette: Palette): Printable {
  const names = Object.keys(tried[0]!.parameters)
  const rows = tried.map(({ parameters, alerts, alertsPerDay, suppressed }) => [
    ...names.map(name => String(parameters[name])),
    number(alerts),
    alertsPerDay.toFixed(1),
    number(suppressed.alerts),
  ])
  const notes = tried.map(({ days }) => {
    const failed = days.flatMap(day => (day.failed ? [day.day] : []))
    return failed.length === 0 ? text`` : text`  ${palette.error(text`failed on ${failed.join(', ')}`)}`
  })
  return joined([title(tried[0]!, palette), ...table([...names, 'alerts', 'a day', 'suppressed'], rows, notes)], '\n')
}

const amount = (count: number, noun: string): string => `${number(count)} ${noun}${count === 1 ? '' : 's'}`

/** Columns aligned to the right. */
function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  notes: readonly Printable[],
): readonly Printable[] {
  const widths = heading.map((name, column) => Math.max(name.length, ...rows.map(row => row[column]!.length)))
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padStart(widths[column]!)).join('  ')
  return [text`  ${line(heading)}`, ...rows.map((row, index) => text`  ${line(row)}${notes[index]!}`)]
}
