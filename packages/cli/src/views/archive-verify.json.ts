import type { Verification } from '@tripline/archive'
import { diagnosticRow, jsonDocument } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { VerifiedArchive } from './archive-verify.human.ts'

/** `{"workspace","vault","tables":[…],"sample":[{"table","day","isRead"}],"findings":[…]}`. */
export function showVerificationJson(
  { tables, sample, findings }: Verification,
  { workspace, vault }: VerifiedArchive,
  { stdout }: Io,
): void {
  stdout.write(jsonDocument({ workspace, vault, tables, sample, findings: findings.map(diagnosticRow) }))
}
