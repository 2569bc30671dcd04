import { type DesiredResource, desiredState } from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Project, Target } from '@tripline/project'
import {
  compileRule,
  compileSearch,
  type HuntingQuery,
  isDeployable,
  type Rule,
  rulesFor,
  unknownChoices,
} from '@tripline/rules'
import { compileRules } from '../compile/compile-rules.ts'
import type { SoundRules } from '../project/sound-rules.ts'

/** What the project wants a workspace to have. */
export function desiredFor(
  target: Target,
  { rules: all, analyses }: SoundRules,
  project: Project,
): Diagnosed<readonly DesiredResource[]> {
  const inputs = { project, target, analyses }
  const unknown = unknownChoices(all, target, project)
  if (unknown.length > 0) return { diagnostics: unknown }
  const chosen = rulesFor(all, target, project)
  const rules = compileRules(chosen.filter(isDeployable), compileRule, inputs)
  if (!rules.value) return { diagnostics: rules.diagnostics }
  const hunting = chosen.filter(isHunting).filter(({ id }) => id !== undefined)
  const searches = compileRules(hunting, compileSearch, inputs)
  if (!searches.value) return { diagnostics: searches.diagnostics }
  const { functions, retention } = project
  const value = desiredState({ rules: rules.value, searches: searches.value, functions, retention })
  return { value, diagnostics: [...rules.diagnostics, ...searches.diagnostics] }
}

const isHunting = (rule: Rule): rule is HuntingQuery => rule.kind === 'Hunting'
