import { joined, text } from '@tripline/diagnostics'
import type { Table } from '@tripline/schemas'
import type { Io } from '../process/io.ts'
import { showFiles } from './new.human.ts'

/** A name a line. */
export const showNames = showFiles

/** A column a line, in the order in which queries see them. */
export function showSchema({ columns }: Table, { stdout }: Io): void {
  const width = Math.max(...columns.map(({ name }) => name.length))
  stdout.write(
    joined(
      columns.map(({ name, type }) => text`${name.padEnd(width)}  ${type}\n`),
      '',
    ),
  )
}

/** The columns that a file adds to a table, each with a plus; nothing where it adds none. */
export function showAdded({ name, columns }: Table, { stdout }: Io): void {
  const width = Math.max(0, ...columns.map(column => column.name.length))
  const lines = columns.map(column => text`+ ${column.name.padEnd(width)}  ${column.type}\n`)
  stdout.write(joined([text`${name}\n`, ...lines], ''))
}
