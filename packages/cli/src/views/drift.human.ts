import type { Drift } from '@tripline/deploy'
import { joined, type Palette, type Printable, printable, text } from '@tripline/diagnostics'
import type { TargetReport } from '../deploy/target-report.ts'
import type { Io } from '../process/io.ts'
import { paletteOf } from './diagnostics.human.ts'
import { driftedText, driftSums, unownedText } from './drift-text.ts'
import { blocksOf, totalLine } from './target-report.ts'

/** What has changed in each workspace, then the totals. */
export function showDrift(report: TargetReport<Drift>, io: Io): void {
  const palette = paletteOf(io.stdout, io)
  const blocks = blocksOf(report, palette, drift => driftText(drift, palette))
  io.stdout.write(text`${joined(report.isOne ? blocks : [...blocks, totalLine(report, driftSums)], '\n\n')}\n`)
}

function driftText(drift: Drift, palette: Palette): Printable {
  const found = drift.drifted.map(one => driftedText(one, drift.workspace, palette))
  const others = unownedText(drift)
  const parts = [
    text`${palette.strong(printable(drift.workspace))} ${palette.faint(printable(drift.resource))}`,
    ...(found.length > 0 ? [joined(found, '\n')] : []),
    ...(others.length > 0 ? [joined(others, '\n')] : []),
    printable(driftSums([drift])),
  ]
  return joined(parts, '\n\n')
}
