import { joined, type Palette, type Printable, printable } from '@tripline/diagnostics'
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff'

/** Comparing takes as long as the square of the number of changed lines. */
export const mostChanges = 5000

/** The hunks of a unified diff between two texts; undefined when more than `mostChanges` lines change. */
export function unifiedDiff(before: string, after: string, palette: Palette): Printable | undefined {
  const options = { context: 3, maxEditLength: mostChanges, headerOptions: OMIT_HEADERS }
  const diff = createTwoFilesPatch('', '', before, after, undefined, undefined, options)
  if (diff === undefined) return undefined
  const lines = diff.trimEnd().split('\n')
  return joined(
    lines.map(line => paintOf(line, palette)(printable(line.replace(/\r$/, '')))),
    '\n',
  )
}

function paintOf(line: string, { faint, error, info }: Palette) {
  if (line.startsWith('@@')) return faint
  if (line.startsWith('-')) return error
  return line.startsWith('+') ? info : (plain: Printable) => plain
}
