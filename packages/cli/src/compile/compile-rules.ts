import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import { type CompileSettings, type Rule, settingsFor } from '@tripline/rules'
import type { CommandContext } from '../project/command-context.ts'

/** Compiles each rule with what the project and a workspace of it decide; no value while one of them has an error. */
export function compileRules<Document extends Rule, Compiled>(
  rules: readonly Document[],
  compile: (rule: Document, settings: CompileSettings) => Diagnosed<Compiled>,
  context: CommandContext,
  target: Target | undefined,
): Diagnosed<readonly Compiled[]> {
  const compiled = rules.map(rule => {
    const { value: settings, diagnostics } = settingsOf(rule, context, target)
    return settings ? compile(rule, settings) : { diagnostics }
  })
  const diagnostics = compiled.flatMap(one => one.diagnostics)
  if (diagnostics.some(isError)) return { diagnostics }
  return { value: compiled.flatMap(({ value }) => value ?? []), diagnostics }
}

function settingsOf(
  rule: Rule,
  { project, world }: CommandContext,
  target: Target | undefined,
): Diagnosed<CompileSettings> {
  return project ? settingsFor(rule, project, target, world) : { value: { enabled: true, world }, diagnostics: [] }
}
