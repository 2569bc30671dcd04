import type { Table } from '@tripline/schemas'
import type { Io } from '../io.ts'

export const showNames = (names: readonly string[], { stdout }: Io): void => stdout.write(`${names.join('\n')}\n`)

/** A column a line, in the order in which queries see them. */
export function showSchema({ columns }: Table, { stdout }: Io): void {
  const width = Math.max(...columns.map(({ name }) => name.length))
  stdout.write(columns.map(({ name, type }) => `${name.padEnd(width)}  ${type}\n`).join(''))
}
