import { joined, preformatted, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import { archiveLines, type ShownArchive, volumeLine } from './archive-text.ts'
import { showPlanMarkdown } from './plan.markdown.ts'

/** A comment for a pull request: the way of each table into the vault, then the plan. */
export function showArchivePlanMarkdown({ plan, archive, volume }: ShownArchive, io: Io): void {
  const lines = preformatted(joined([...archiveLines(archive), volumeLine(volume)], '\n'))
  io.stdout.write(text`### Archive\n\n${lines}\n`)
  showPlanMarkdown({ isOne: true, outcomes: [{ workspace: plan.workspace, value: plan }] }, io)
}
