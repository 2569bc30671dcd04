import { type FoundBundle, verifyBundle } from '@tripline/evidence/sealing'
import { named, reasonOf } from '@tripline/files'
import { projectReport } from '@tripline/project'
import type { Args } from '../command-line/grammar.ts'
import { openKey } from '../evidence/open-key.ts'
import { readBundle } from '../evidence/read-bundle.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showVerifiedEvidence } from '../views/evidence-verify.human.ts'
import { showVerifiedEvidenceJson } from '../views/evidence-verify.json.ts'

const views = { human: showVerifiedEvidence, json: showVerifiedEvidenceJson }

export async function run(args: Args<'evidence verify'>, io: Io): Promise<ExitCode> {
  const { folder } = args
  const key = args.key === undefined ? undefined : openKey('--key', args.key)
  if (key && !key.value) return showDiagnostics(key.diagnostics, io)
  let found: FoundBundle
  try {
    found = readBundle(named(folder))
  } catch (error) {
    return showDiagnostics([projectReport['file-unreadable'](undefined, folder, reasonOf(error))], io)
  }
  const verified = verifyBundle(found, key?.value)
  views[args.format]({ folder, ...verified }, io)
  return showDiagnostics(verified.findings, io)
}
