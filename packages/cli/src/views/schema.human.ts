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
