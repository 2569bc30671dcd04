import { joined, type Palette, type Printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { Reformatted } from '../write/reformat.ts'
import { paletteOf } from './diagnostics.human.ts'
import { mostChanges, unifiedDiff } from './unified-diff.ts'

/** Unified diffs, as `patch -p0` takes them. */
export function showDiffs(changed: readonly Reformatted[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  for (const one of changed) io.stdout.write(text`${diffText(one, palette)}\n`)
}

function diffText({ file: { path }, before, after }: Reformatted, palette: Palette): Printable {
  const hunks = unifiedDiff(before, after, palette)
  if (hunks === undefined) return text`${path}: more than ${mostChanges} lines change`
  return joined([palette.strong(text`--- ${path}`), palette.strong(text`+++ ${path}`), hunks], '\n')
}
