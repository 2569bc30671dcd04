import { type Diagnosed, type Diagnostic, isError } from '@tripline/diagnostics'
import { listDetections, type Workspace } from '@tripline/project'
import {
  analyseAhead,
  type CompiledResource,
  type CompileSettings,
  checkRule,
  checkTwins,
  compileRule,
  isDeployable,
  type Rule,
  settingsFor,
} from '@tripline/rules'
import { report } from './diagnostics.ts'
import { readRule } from './read-rule.ts'
import type { Workplace } from './workplace.ts'

/**
 * The rules of `paths`, or all of the project without, as a workspace takes them; hunting queries are passed over. Nothing
 * is compiled while one of them has an error.
 */
export async function compilePaths(
  paths: readonly string[],
  place: Workplace,
  workspace: Workspace | undefined,
): Promise<Diagnosed<readonly CompiledResource[]>> {
  const { value: files, diagnostics: unlisted } = await listDetections(paths.length > 0 ? paths : own(place))
  if (!files || unlisted.length > 0) return { diagnostics: unlisted }
  if (paths.length > 0 && files.rules.length === 0) {
    return { diagnostics: [report['nothing-found'](undefined, 'rules', paths.join(', '))] }
  }
  const { project, world } = place
  const loaded = await Promise.all(files.rules.map(readRule))
  await analyseAhead(loaded, world, project?.tables ?? [])
  const rules = loaded.flatMap(({ value }) => value ?? [])
  const errors = [...loaded.flatMap(rule => checkRule(rule, world)), ...checkTwins(rules)].filter(isError)
  if (errors.length > 0) return { diagnostics: errors }

  const compiled = rules.filter(isDeployable).map(rule => {
    const { value: settings, diagnostics } = settingsOf(rule, place, workspace)
    return settings ? compileRule(rule, settings) : { diagnostics }
  })
  const diagnostics: readonly Diagnostic[] = compiled.flatMap(one => one.diagnostics)
  if (diagnostics.some(isError)) return { diagnostics }
  return { value: compiled.flatMap(({ value }) => value ?? []), diagnostics }
}

const own = ({ project }: Workplace): readonly string[] => project?.detections ?? []

function settingsOf(
  rule: Rule,
  { project, world }: Workplace,
  workspace: Workspace | undefined,
): Diagnosed<CompileSettings> {
  return project ? settingsFor(rule, project, workspace, world) : { value: { enabled: true, world }, diagnostics: [] }
}
