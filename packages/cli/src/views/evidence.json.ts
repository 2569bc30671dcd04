import { jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { WrittenEvidence } from './evidence.human.ts'

/** `{"folder","workspace","from","to","files":[…],"gaps":[{"what","reason","isFailure"}]}`. */
export function showEvidenceJson({ folder, subject, files, gaps }: WrittenEvidence, { stdout }: Io): void {
  const { workspace, from, to } = subject
  stdout.write(jsonDocument({ folder, workspace, from, to, files, gaps }))
}
