import type { LandingSweep } from '@tripline/archive'
import { counted, joined, printable } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { size } from './amounts.ts'

/** What was swept, or could be. */
export interface ShownSweep extends LandingSweep {
  readonly workspace: string
  /** Whether the files were deleted. */
  readonly isDeleted: boolean
}

/** The files of each table and day; the findings are messages. */
export function showSweep({ days, isDeleted }: ShownSweep, io: Io): void {
  const lines = days.map(
    ({ table, day, files, bytes, kept }) =>
      `${day} ${table}  ${counted(files, 'file')}, ${size(bytes)}${kept > 0 ? `; ${kept} kept` : ''}`,
  )
  const files = days.reduce((sum, day) => sum + day.files, 0)
  const bytes = days.reduce((sum, day) => sum + day.bytes, 0)
  const total = isDeleted
    ? `${counted(files, 'file')} deleted, ${size(bytes)}`
    : `${counted(files, 'file')} to delete, ${size(bytes)}${files > 0 ? '; pass --yes to delete' : ''}`
  io.stdout.write(joined([...lines, total, ''].map(printable), '\n'))
}
