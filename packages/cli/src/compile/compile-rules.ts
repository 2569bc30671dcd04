import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { Project, Target } from '@tripline/project'
import { type CompileSettings, type QueryAnalyses, type Rule, settingsFor } from '@tripline/rules'

/** What rules are compiled with. */
export interface CompileInputs {
  readonly project: Project | undefined
  readonly target: Target | undefined
  readonly analyses: QueryAnalyses
}

/** Compiles each rule as the project and the target decide; no value while one of them has an error. */
export function compileRules<Document extends Rule, Compiled>(
  rules: readonly Document[],
  compile: (rule: Document, settings: CompileSettings) => Diagnosed<Compiled>,
  inputs: CompileInputs,
): Diagnosed<readonly Compiled[]> {
  const compiled = rules.map(rule => {
    const { value: settings, diagnostics } = settingsOf(rule, inputs)
    return settings ? compile(rule, settings) : { diagnostics }
  })
  const diagnostics = compiled.flatMap(one => one.diagnostics)
  if (diagnostics.some(isError)) return { diagnostics }
  return { value: compiled.flatMap(({ value }) => value ?? []), diagnostics }
}

function settingsOf(rule: Rule, { project, target, analyses }: CompileInputs): Diagnosed<CompileSettings> {
  return project
    ? settingsFor(rule, project, target, analyses)
    : { value: { enabled: true, analyses }, diagnostics: [] }
}
