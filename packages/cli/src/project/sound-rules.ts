import { type Diagnosed, isError } from '@tripline/diagnostics'
import type { AnalysisCache } from '@tripline/kql/analysis'
import { listDetections, type Project, type Target } from '@tripline/project'
import {
  analyseDeployed,
  checkRule,
  checkTwins,
  profileOf,
  type QueryAnalyses,
  type Rule,
  rulesFor,
} from '@tripline/rules'
import { commandReport } from '../command-line/command-report.ts'
import type { CommandContext } from './command-context.ts'
import { findRules, readRule } from './find-rules.ts'

/** Rules without errors, and what is known about their queries. */
export interface SoundRules {
  readonly rules: readonly Rule[]
  readonly analyses: QueryAnalyses
}

/** The rules of `paths` (default: all of the project); none if one of them has an error. */
export async function soundRules(
  paths: readonly string[],
  context: CommandContext,
  cache: AnalysisCache | undefined,
): Promise<Diagnosed<SoundRules>> {
  const { project, world } = context
  const chosen = await findRules(paths, context)
  if (!chosen.value) return { diagnostics: chosen.diagnostics }
  const { value: files, diagnostics } = await listDetections(
    paths.length > 0 ? chosen.value : (project?.detections ?? []),
  )
  if (!files || diagnostics.length > 0) return { diagnostics }
  if (paths.length > 0 && files.rules.length === 0) {
    return { diagnostics: [commandReport['nothing-found'](undefined, 'rules', paths.join(', '))] }
  }
  const loaded = await Promise.all(files.rules.map(readRule))
  const analyses = await analyseDeployed(loaded, world, cache)
  const rules = loaded.flatMap(({ value }) => value ?? [])
  const errors = [...loaded.flatMap(rule => checkRule(rule, analyses)), ...checkTwins(rules)].filter(isError)
  return errors.length > 0 ? { diagnostics: errors } : { value: { rules, analyses }, diagnostics: [] }
}

/** The tables that the rules of a workspace read; with repeats. */
export function tablesRead({ rules, analyses }: SoundRules, target: Target, project: Project): readonly string[] {
  const readBy = (rule: Rule) =>
    'query' in rule && rule.kind !== 'CustomDetection' ? analyses.of(rule.query.value, profileOf(rule)).tables : []
  return rulesFor(rules, target, project).flatMap(readBy)
}
