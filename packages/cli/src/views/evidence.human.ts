import { counted, joined, printable } from '@tripline/diagnostics'
import type { Evidence, Gap } from '@tripline/evidence'
import type { Io } from '../process/io.ts'

/** A bundle that was written. */
export interface WrittenEvidence extends Pick<Evidence, 'subject' | 'gaps'> {
  readonly folder: string
  readonly files: readonly string[]
}

/** What was written, and what it does not show. */
export function showEvidence({ subject, gaps, folder, files }: WrittenEvidence, { stdout }: Io): void {
  const { workspace, from, to } = subject
  const lines = [`${folder}: ${workspace}, ${from} to ${to}, ${counted(files.length, 'file')}`, ...gaps.map(gapLine)]
  stdout.write(joined([...lines, ''].map(printable), '\n'))
}

const gapLine = ({ what, reason, isFailure }: Gap): string =>
  `${isFailure ? 'could not be read' : 'not included'}: ${what}: ${reason}`
