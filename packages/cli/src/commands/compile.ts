import { join } from 'node:path'
import { isError } from '@tripline/diagnostics'
import { named } from '@tripline/files'
import { compileResource } from '@tripline/rules'
import { analysisCache } from '../analysis-cache.ts'
import { compileRules } from '../compile-rules.ts'
import { compileTargets } from '../compile-targets.ts'
import { report } from '../diagnostics.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Args } from '../grammar.ts'
import type { Io } from '../io.ts'
import { soundRules } from '../sound-rules.ts'
import { showCompiled, showWritten } from '../views/compile.human.ts'
import { showDiagnostics } from '../views/diagnostics.human.ts'
import { findWorkspace, openWorkplace } from '../workplace.ts'
import { writeWhole } from '../write-whole.ts'

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
