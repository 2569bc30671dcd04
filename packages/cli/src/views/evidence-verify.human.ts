import { counted, isError, joined, printable } from '@tripline/diagnostics'
import type { VerifiedBundle } from '@tripline/evidence/sealing'
import type { Io } from '../process/io.ts'

export interface VerifiedEvidence extends VerifiedBundle {
  readonly folder: string
}

/** What the bundle is about, and whether it is as it was written; the findings are messages. */
export function showVerifiedEvidence({ folder, manifest, isSigned, findings }: VerifiedEvidence, { stdout }: Io): void {
  const about = manifest
    ? `: ${manifest.workspace}, ${manifest.from} to ${manifest.to}, ${counted(manifest.files.length, 'file')}`
    : ''
  const problems = findings.filter(isError).length
  const result =
    problems > 0 ? counted(problems, 'problem') : isSigned ? 'as recorded, and signed by the key' : 'as recorded'
  stdout.write(joined([`${folder}${about}`, result, ''].map(printable), '\n'))
}
