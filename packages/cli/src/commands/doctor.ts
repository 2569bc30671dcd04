import { isError } from '@tripline/diagnostics'
import type { Args } from '../command-line/grammar.ts'
import { examine } from '../doctor/examine.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { showExamined } from '../views/doctor.human.ts'
import { showExaminedJson } from '../views/doctor.json.ts'

const views = { human: showExamined, json: showExaminedJson }

export async function run({ project, workspace, format }: Args<'doctor'>, io: Io): Promise<ExitCode> {
  const { value: context, diagnostics } = await openContext({ folder: project })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  const examined = await examine(context, workspace, io)
  views[format](examined, io)
  return examined.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.unusable
}
