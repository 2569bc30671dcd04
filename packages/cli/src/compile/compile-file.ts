import type { Diagnosed, Span } from '@tripline/diagnostics'
import type { AnalysisCache } from '@tripline/kql/analysis'
import { type RuleKind, rulesFor } from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { Args } from '../command-line/grammar.ts'
import { type CommandContext, findTarget } from '../project/command-context.ts'
import { soundRules } from '../project/sound-rules.ts'
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
  const chosen = project && deployedTo?.value ? rulesFor(all, deployedTo.value, project) : all
  const { file, takes, render } = compileTargets[target]
  const rules = chosen.filter(takes)
  const left = chosen.filter(rule => !takes(rule)).map(({ kind, span }) => compileLeft(kind, target, span))
  if (rules.length === 0) {
    const wanted = chosen.length > 0 ? `rules for ${target}` : 'rules'
    return { diagnostics: [...left, commandReport['nothing-found'](undefined, wanted, context.root)] }
  }
  const inputs = { project, target: deployedTo?.value, analyses }
  const { value, diagnostics } = render(rules, inputs)
  return { ...(value && { value: { name: file, ...value } }), diagnostics: [...left, ...diagnostics] }
}

/** Rules that the target has no form for. */
const compileLeft = (kind: RuleKind, target: string, span: Span) =>
  commandReport['compile-left']({ ...span, end: span.start }, kind, target)
