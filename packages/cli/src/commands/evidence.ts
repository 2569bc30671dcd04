import type { Diagnosed, Diagnostic } from '@tripline/diagnostics'
import { evidenceBundle } from '@tripline/evidence'
import { sealed } from '@tripline/evidence/sealing'
import { named, reasonOf, writeFolder } from '@tripline/files'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { readDay } from '../command-line/option-values.ts'
import type { Period } from '../evidence/collect-archive.ts'
import { collectEvidence } from '../evidence/collect-evidence.ts'
import { openKey } from '../evidence/open-key.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openProject } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showEvidence } from '../views/evidence.human.ts'
import { showEvidenceJson } from '../views/evidence.json.ts'

const views = { human: showEvidence, json: showEvidenceJson }

export async function run(args: Args<'evidence'>, io: Io): Promise<ExitCode> {
  const period = readPeriod(args, io)
  if (!period.value) return showDiagnostics(period.diagnostics, io)
  const key = args.sign === undefined ? undefined : openKey('--sign', args.sign)
  if (key && !key.value) return showDiagnostics(key.diagnostics, io)
  const { value: context, diagnostics } = await openProject({ folder: args.project })
  if (!context) return showDiagnostics(diagnostics, io)
  const collected = await collectEvidence(period.value, context, io)
  const shown = showDiagnostics([...diagnostics, ...collected.diagnostics], io)
  if (!collected.value) return shown
  const { subject, gaps } = collected.value
  const files = sealed(subject, evidenceBundle(collected.value), key?.value)
  try {
    writeFolder(named(args.out), files)
  } catch (error) {
    return showDiagnostics([commandReport['file-unwritable'](undefined, args.out, reasonOf(error))], io)
  }
  views[args.format]({ subject, gaps, folder: args.out, files: [...files.keys()] }, io)
  if (shown !== exitCodes.ok) return shown
  return gaps.some(({ isFailure }) => isFailure) ? exitCodes.findings : exitCodes.ok
}

/** Days that have begun. */
function readPeriod({ workspace, from, to }: Args<'evidence'>, io: Io): Diagnosed<Period> {
  const [first, last] = [readDay('--from', from), readDay('--to', to)]
  const diagnostics: Diagnostic[] = [...first.diagnostics, ...last.diagnostics]
  if (first.value === undefined || last.value === undefined) return { diagnostics }
  const today = io.clock().toISOString().slice(0, 10)
  if (first.value > last.value) {
    diagnostics.push(commandReport['option-conflict'](undefined, '--from is later than --to'))
  }
  if (last.value > today) {
    diagnostics.push(commandReport['option-value'](undefined, '--to', to, `a day that has begun: ${today} or earlier`))
  }
  return diagnostics.length > 0
    ? { diagnostics }
    : { value: { workspace, from: first.value, to: last.value }, diagnostics }
}
