import type { Diagnosed } from '@tripline/diagnostics'
import type { AnalysisCache } from '@tripline/kql/analysis'
import { compileResource, rulesFor } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type CommandContext, findTarget } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
import { compileRules } from './compile-rules.ts'
import { compileTargets } from './compile-targets.ts'

/** What to compile, and for what. */
export interface CompileRequest {
  /** Files and folders; none: the rules of the project. */
  readonly paths: readonly string[]
  readonly target: Args<'compile'>['target']
  /** Name of a workspace in `tripline.yaml` whose parameters apply. */
  readonly workspace: string | undefined
}

/** The file that another deployment tool takes. */
export interface CompiledFile {
  readonly name: string
  readonly text: string
  readonly resources: number
}

/** Compiles rules into one file; no value while one of them has an error. */
export async function compileFile(
  { paths, target, workspace: name }: CompileRequest,
  context: CommandContext,
  cache?: AnalysisCache,
): Promise<Diagnosed<CompiledFile>> {
  const deployedTo = name === undefined || !context.project ? undefined : findTarget(context.project, name)
  if (deployedTo && !deployedTo.value) return { diagnostics: deployedTo.diagnostics }
  const sound = await soundRules(paths, context, cache)
  if (!sound.value) return { diagnostics: sound.diagnostics }
  const { analyses, rules: all } = sound.value
  const { project } = context
  const rules = project && deployedTo?.value ? rulesFor(all, deployedTo.value, project) : all
  if (rules.length === 0) return { diagnostics: [commandReport['nothing-found'](undefined, 'rules', context.root)] }
  const inputs = { project, target: deployedTo?.value, analyses }
  const { value: resources, diagnostics } = compileRules(rules, compileResource, inputs)
  if (!resources) return { diagnostics }
  const { file, render } = compileTargets[target]
  return { value: { name: file, text: render(resources), resources: resources.length }, diagnostics }
}
