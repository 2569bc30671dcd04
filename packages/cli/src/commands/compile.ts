import { join } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { analysisCache } from '../cache/cache-location.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { compileFile } from '../compile/compile-file.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { openContext } from '../project/command-context.ts'
import { showCompiled, showWritten } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { writeWhole } from '../write/write-whole.ts'

export async function run(args: Args<'compile'>, io: Io): Promise<ExitCode> {
  const { paths = [], target, out, workspace: name } = args
  const { value: context, diagnostics } = await openContext({ folder: args.project, near: paths[0] })
  if (!context || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  if (!context.project && (paths.length === 0 || name !== undefined)) {
    return showDiagnostics([commandReport['project-missing'](undefined, paths[0] ?? 'the current folder')], io)
  }
  const compiled = await compileFile({ paths, target, workspace: name }, context, analysisCache(io))
  const shown = showDiagnostics([...diagnostics, ...compiled.diagnostics], io)
  if (!compiled.value) return shown
  const { name: file, text, resources } = compiled.value
  if (out === undefined) {
    showCompiled(text, io)
    return exitCodes.ok
  }
  const path = join(out, file)
  const refused = await writeWhole(named(path), text)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showWritten(path, resources, io)
  return exitCodes.ok
}
