import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { Comparison, Verdict } from '@tripline/engines'
import { encodeCell } from '@tripline/fixtures'
import type { Rows } from '@tripline/kql/engine'
import { formatDatetime } from '@tripline/schemas'
import { nameOf } from '../engines/recorded-cases.ts'
import type { Verified } from '../engines/verify-cases.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

/** How each kind of verdict is counted. */
const sums: Readonly<Record<Verdict['kind'], string>> = {
  same: 'same',
  different: 'different',
  'failed-there': 'not answered there',
  'answered-there': 'refused here and answered there',
  unasked: 'not asked',
  failed: 'refused by both',
}

/** Each run whose answers are not the same, and the sums. */
export function showVerified(verified: readonly Verified[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const shown = verified.filter(({ comparison }) => comparison.verdict.kind !== 'same')
  const blocks = shown.map(one => text`${block(one, palette)}\n`)
  const counts = Object.entries(sums).flatMap(([kind, words]) => {
    const count = verified.filter(({ comparison }) => comparison.verdict.kind === kind).length
    return count > 0 ? [`${count} ${words}`] : []
  })
  io.stdout.write(text`${joined(blocks, '')}${printable(counts.join(', ') || 'nothing to compare')}\n`)
}

function block({ subject, comparison }: Verified, palette: Palette): Printable {
  const { request, verdict } = comparison
  const at = request.now === undefined ? '' : ` at ${formatDatetime(request.now)}`
  const heading = text`${palette.strong(printable(sums[verdict.kind]))}  ${printable(nameOf(subject) + at)}`
  return joined([heading, ...details(comparison).map(line => text`    ${printable(line)}`)], '\n')
}

function details({ verdict, there }: Comparison): readonly string[] {
  if ('reason' in verdict) return [verdict.reason]
  if (verdict.kind !== 'different') return []
  const { difference } = verdict
  if (difference.what === 'columns') return [`here:  ${difference.here}`, `there: ${difference.there}`]
  const columns = there?.ok ? there.rows.columns : []
  return [
    ...(difference.here ? [`only here:  ${rowText(difference.here, columns)}`] : []),
    ...(difference.there ? [`only there: ${rowText(difference.there, columns)}`] : []),
  ]
}

/** A row as JSON, by the types of its columns. */
export const rowText = (row: Rows['rows'][number], columns: Rows['columns']): string =>
  `[${row.map((cell, index) => encodeCell(cell, columns[index]!.type)).join(', ')}]`
