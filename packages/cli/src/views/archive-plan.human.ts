import { joined, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { archiveLines, type ShownArchive, volumeLine } from './archive-text.ts'
import { showPlan } from './plan.human.ts'

/** The way of each table into the vault, then what applying would do. */
export function showArchivePlan({ plan, archive, volume }: ShownArchive, io: Io): void {
  io.stdout.write(text`${joined([...archiveLines(archive), volumeLine(volume)], '\n')}\n\n`)
  showPlan({ isOne: true, outcomes: [{ workspace: plan.workspace, value: plan }] }, io)
}
