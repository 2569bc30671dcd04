import type { Verification } from '@tripline/archive'
import { counted, isError, joined, printable } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { rowsText, size } from './amounts.ts'

/** Where what was verified is. */
export interface VerifiedArchive {
  readonly workspace: string
  /** `account/container` */
  readonly vault: string
}

/** What was seen of each table, and of the sample; the findings are messages. */
export function showVerification({ tables, sample, findings }: Verification, { vault }: VerifiedArchive, io: Io): void {
  const rows = tables.map(({ table, days, manifests, parts, rows, bytes }) => [
    table,
    `${counted(days, 'day')}, ${counted(manifests, 'manifest')}, ${counted(parts, 'part')}, ${rowsText(rows)}, ${size(bytes)}`,
  ])
  const width = Math.max(0, ...rows.map(([table]) => table!.length))
  const drawn = sample.map(
    ({ table, day, isRead }) => `drawn: ${table} ${day}, ${isRead ? 'read' : 'archived, not read'}`,
  )
  const problems = findings.filter(isError).length
  const lines = [
    vault,
    ...rows.map(([table, seen]) => `${table!.padEnd(width)}  ${seen}`),
    ...drawn,
    problems === 0 ? 'as recorded' : counted(problems, 'problem'),
  ]
  io.stdout.write(joined([...lines, ''].map(printable), '\n'))
}
