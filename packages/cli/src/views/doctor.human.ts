import { printable } from '@tripline/diagnostics'
import type { Examined } from '../examine.ts'
import type { Io } from '../io.ts'
import { paletteOf } from './palette.ts'

export function showExamined(examined: readonly Examined[], io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const lines = examined.map(({ what, ok, detail }) => {
    const text = `${ok ? '✓' : '✗'} ${what}: ${printable(detail)}\n`
    return ok ? text : palette.error(text)
  })
  io.stdout.write(lines.join(''))
}
