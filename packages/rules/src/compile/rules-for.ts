import { join } from 'node:path'
import type { Diagnostic, Located } from '@tripline/diagnostics'
import { pathWithin } from '@tripline/files'
import type { AutomationRule, Project, Target } from '@tripline/project'
import type { RuleDraft } from '../document/rule.ts'
import { consistencyReport } from '../project/consistency-report.ts'
import { isNamed } from './settings-for.ts'

/** What a target may include and exclude: rules, and automation rules. */
type Choosable = Pick<RuleDraft, 'id' | 'file'>

/** The rules that are deployed to a target: those that it includes, or all, except those that it excludes. */
export function rulesFor<Rule extends Choosable>(
  rules: readonly Rule[],
  { include, exclude = [] }: Target,
  project: Project,
): readonly Rule[] {
  const isIn = (rule: Rule, names: readonly Located<string>[]) => names.some(name => chooses(name, rule, project))
  return rules.filter(rule => (!include || isIn(rule, include)) && !isIn(rule, exclude))
}

/** The same for automation rules. */
export const automationRulesFor = (target: Target, project: Project): readonly AutomationRule[] =>
  rulesFor(automationRulesIn(project), target, project)

const automationRulesIn = ({ automationRules }: Project): readonly (AutomationRule & Choosable)[] =>
  automationRules.map(rule => ({ ...rule, file: rule.id.span.file }))

/** What a target includes or excludes must be among all rules: a mistyped folder would deploy nothing, or too much. */
export function unknownChoices(
  rules: readonly RuleDraft[],
  { include = [], exclude = [] }: Target,
  project: Project,
): readonly Diagnostic[] {
  // The id of an automation rule that cannot be read may be any.
  if (project.automationRules.length < project.automationFiles.length) return []
  const all = [...rules, ...automationRulesIn(project)]
  return [...include, ...exclude]
    .filter(name => !all.some(rule => chooses(name, rule, project)))
    .map(({ value, span }) => consistencyReport['choice-unknown'](span, value))
}

/** Whether a name is the id of the rule, its file, or a folder that it is in. */
const chooses = ({ value }: Located<string>, rule: Choosable, project: Project): boolean =>
  isNamed(rule, value, project) ||
  [project.root, ...project.detections.map(({ path }) => path)].some(
    folder => pathWithin(join(folder, value), rule.file.path) !== undefined,
  )
