import { join } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { compileResource } from '@tripline/rules'
import { analysisCache } from '../cache/analysis-cache.ts'
import { report } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { compileRules } from '../compile/compile-rules.ts'
import { compileTargets } from '../compile/compile-targets.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Io } from '../process/io.ts'
import { findWorkspace, openWorkplace } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { showCompiled, showWritten } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { writeWhole } from '../write/write-whole.ts'

export async function run(args: Args<'compile'>, io: Io): Promise<ExitCode> {
  const { paths = [], target, out, workspace: name } = args
  const { value: place, diagnostics } = await openWorkplace({ folder: args.project, near: paths[0] })
  if (!place || diagnostics.some(isError)) return showDiagnostics(diagnostics, io)
  if (!place.project && (paths.length === 0 || name !== undefined)) {
    return showDiagnostics([report['project-missing'](undefined, paths[0] ?? 'the current folder')], io)
  }
  const workspace = name === undefined || !place.project ? undefined : findWorkspace(place.project, name)
  if (workspace && !workspace.value) return showDiagnostics(workspace.diagnostics, io)

  const rules = await soundRules(paths, place, analysisCache(io))
  if (!rules.value) return showDiagnostics(rules.diagnostics, io)
  if (rules.value.length === 0) return showDiagnostics([report['nothing-found'](undefined, 'rules', place.root)], io)
  const compiled = compileRules(rules.value, compileResource, place, workspace?.value)
  showDiagnostics([...diagnostics, ...compiled.diagnostics], io)
  if (!compiled.value) return exitCodes.findings
  const { file, render } = compileTargets[target]
  const text = render(compiled.value)
  if (out === undefined) {
    showCompiled(text, io)
    return exitCodes.ok
  }
  const path = join(out, file)
  const refused = await writeWhole(named(path), text)
  if (refused.length > 0) return showDiagnostics(refused, io)
  showWritten(path, compiled.value.length, io)
  return exitCodes.ok
}
