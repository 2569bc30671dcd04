import type { Drift } from '@tripline/deploy'
import { joined, printable, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { driftedText, driftSums, unownedText } from './drift-text.ts'

/** What has changed in the workspace, then the totals. */
export function showDrift(drift: Drift, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const found = drift.drifted.map(one => driftedText(one, palette))
  const others = unownedText(drift)
  const parts = [
    text`${palette.strong(printable(drift.workspace))} ${palette.faint(printable(drift.resource))}`,
    ...(found.length > 0 ? [joined(found, '\n')] : []),
    ...(others.length > 0 ? [joined(others, '\n')] : []),
    printable(driftSums(drift)),
  ]
  io.stdout.write(text`${joined(parts, '\n\n')}\n`)
}
