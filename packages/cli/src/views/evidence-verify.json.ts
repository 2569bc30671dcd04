import { diagnosticRow, jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { VerifiedEvidence } from './evidence-verify.human.ts'

/** `{"folder","workspace"?,"from"?,"to"?,"signedBy"?,"isSigned","findings":[…]}`. */
export function showVerifiedEvidenceJson(
  { folder, manifest, isSigned, findings }: VerifiedEvidence,
  { stdout }: Io,
): void {
  const { workspace, from, to, signedBy } = manifest ?? {}
  stdout.write(jsonDocument({ folder, workspace, from, to, signedBy, isSigned, findings: findings.map(diagnosticRow) }))
}
