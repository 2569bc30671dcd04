import type { ArchiveRun, DayReport, RunFollower } from '@tripline/archive'
import { counted, type Printable, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { number, rowsText, size } from './amounts.ts'
import { progress } from './progress.human.ts'

/** Shows each day once it is closed; meanwhile, which one is being closed. */
export function followArchiveRun(io: Io): { readonly follower: RunFollower; finish(): void } {
  const line = progress(io)
  return {
    follower: {
      onDay: (table, day) => line.show(`${table} ${day}`),
      onClosed(day) {
        line.end()
        io.stdout.write(text`${dayText(day)}\n`)
      },
    },
    finish: line.end,
  }
}

/** `2026-03-01 SigninLogs  288 files, 41,022 rows; workspace 41,022 (+3); part-0001 2.1 MB, 41,022 rows` */
function dayText({ table, day, revision, files, landed, workspace, verdict, parts, reason }: DayReport): Printable {
  const again = revision > 1 ? ` (revision ${revision})` : ''
  const difference = workspace === undefined ? 0 : landed - workspace
  const compared =
    workspace === undefined
      ? `not compared: ${reason}`
      : `workspace ${number(workspace)}${difference === 0 ? '' : ` (${difference > 0 ? '+' : ''}${number(difference)})`}`
  const written = parts
    .filter(({ isNew }) => isNew)
    .map(({ name, length, rows, origin }) => {
      const from = origin === 'workspace' ? 'filled by query, ' : ''
      return `${from}${name.split('/').at(-1)} ${size(length)}, ${rowsText(rows)}`
    })
  const head = `${day} ${table}${again}  ${counted(files, 'file')}, ${rowsText(landed)}; ${compared}`
  return printable([head, verdict, ...written].join('; '))
}

/** What was closed in all. */
export function showArchiveRun({ closed, problems }: ArchiveRun, _workspace: string, io: Io): void {
  const bytes = closed
    .flatMap(({ parts }) => parts.filter(({ isNew }) => isNew))
    .reduce((sum, part) => sum + part.length, 0)
  const tables = problems.length > 0 ? `, ${counted(problems.length, 'table')} stopped` : ''
  io.stdout.write(text`${printable(`${counted(closed.length, 'day')} closed, ${size(bytes)} archived${tables}`)}\n`)
}
