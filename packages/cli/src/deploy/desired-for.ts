import { type DesiredResource, type DesiredWatchlist, desiredState } from '@tripline/deploy'
import type { Diagnosed } from '@tripline/diagnostics'
import type { Target } from '@tripline/project'
import {
  automationRulesFor,
  compileRule,
  compileSearch,
  type HuntingQuery,
  isDeployable,
  type Rule,
  rulesFor,
  unknownChoices,
} from '@tripline/rules'
import { compileRules } from '../compile/compile-rules.ts'
import type { ProjectContext } from '../project/command-context.ts'
import type { SoundRules } from '../project/sound-rules.ts'

/** What the project wants a workspace to have. */
export function desiredFor(
  target: Target,
  { rules: all, analyses }: SoundRules,
  context: ProjectContext,
): Diagnosed<readonly DesiredResource[]> {
  const { project } = context
  const inputs = { project, target, analyses }
  const unknown = unknownChoices(all, target, project)
  if (unknown.length > 0) return { diagnostics: unknown }
  const chosen = rulesFor(all, target, project)
  const rules = compileRules(chosen.filter(isDeployable), compileRule, inputs)
  if (!rules.value) return { diagnostics: rules.diagnostics }
  const hunting = chosen.filter(isHunting).filter(({ id }) => id !== undefined)
  const searches = compileRules(hunting, compileSearch, inputs)
  if (!searches.value) return { diagnostics: searches.diagnostics }
  const value = desiredState({
    owner: project.deploy.project?.value ?? '',
    rules: rules.value,
    searches: searches.value,
    functions: project.functions,
    watchlists: desiredWatchlists(context),
    automationRules: automationRulesFor(target, project),
    tables: project.tables,
    retention: project.retention,
  })
  return { value, diagnostics: [...rules.diagnostics, ...searches.diagnostics] }
}

const isHunting = (rule: Rule): rule is HuntingQuery => rule.kind === 'Hunting'

/** The project's watchlists, without the column that the service adds. */
export const desiredWatchlists = ({ project, world }: ProjectContext): readonly DesiredWatchlist[] =>
  project.watchlists.flatMap(({ alias, searchKey }) => {
    const loaded = world.watchlists.find(one => one.alias === alias.value)
    if (!loaded) return []
    const own = loaded.columns.filter(column => column !== 'SearchKey' || searchKey.value === column)
    return [{ alias: alias.value, searchKey: searchKey.value, columns: own, rows: loaded.rows }]
  })
