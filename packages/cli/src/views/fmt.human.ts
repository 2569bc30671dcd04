import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import type { Io } from '../process/io.ts'
import type { Reformatted } from '../write/reformat.ts'
import { paletteOf } from './palette.ts'

/** Comparing takes as long as the square of the number of changed lines. */
const mostChanges = 5000

/** Unified diffs, as `patch -p0` takes them. */
export function showDiffs(changed: readonly Reformatted[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  for (const one of changed) io.stdout.write(text`${diffText(one, palette)}\n`)
}

function diffText({ file: { path }, before, after }: Reformatted, palette: Palette): Printable {
  const options = { context: 3, maxEditLength: mostChanges, headerOptions: FILE_HEADERS_ONLY }
  const diff = createTwoFilesPatch(path, path, before, after, undefined, undefined, options)
  if (diff === undefined) return text`${path}: more than ${mostChanges} lines change`
  const lines = diff.trimEnd().split('\n')
  return joined(
    lines.map((line, index) => paintOf(line, index, palette)(printable(line.replace(/\r$/, '')))),
    '\n',
  )
}

function paintOf(line: string, index: number, { strong, faint, error, info }: Palette) {
  if (index < 2) return strong
  if (line.startsWith('@@')) return faint
  if (line.startsWith('-')) return error
  return line.startsWith('+') ? info : (plain: Printable) => plain
}
