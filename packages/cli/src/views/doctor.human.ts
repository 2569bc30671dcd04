import { joined, text } from '@tripline/diagnostics'
import type { Examined } from '../doctor/examine.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'

export function showExamined(examined: readonly Examined[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const lines = examined.map(({ what, ok, detail }) =>
    ok ? text`✓ ${what}: ${detail}` : palette.error(text`✗ ${what}: ${detail}`),
  )
  io.stdout.write(text`${joined(lines, '\n')}\n`)
}
