import { type Diagnosed, type Diagnostic, isError, type SourceFile } from '@tripline/diagnostics'
import { lenient, nodeSpan, oneOf, parseYaml, type Reading, read, type YamlMapping } from '@tripline/yaml'
import { type Rule, type RuleDraft, type RuleKind, ruleKinds } from '../document/rule.ts'
import { loadReport } from './load-report.ts'
import { readDraft } from './read-draft.ts'
import { scheduleKeys } from './rule-fields.ts'

/** A rule as far as it could be read: `value` when nothing is wrong, `draft` whenever the file is YAML. */
export interface LoadedRule extends Diagnosed<Rule> {
  readonly draft?: RuleDraft
}

/** Reads a rule file in the template format. Mistakes leave the file's other parts readable in `draft`. */
export function loadRule(file: SourceFile): LoadedRule {
  const { value: node, diagnostics: found } = parseYaml(file)
  const yaml = found.map(tolerated)
  if (!node) return { diagnostics: yaml }
  if (node.kind !== 'mapping') return { diagnostics: [...yaml, loadReport['not-a-rule'](nodeSpan(node))] }
  const diagnostics: Diagnostic[] = [...yaml]
  const reading: Reading = { strictness: lenient, report: finding => diagnostics.push(finding) }
  const kind = kindOf(node, reading)
  const { value: draft, diagnostics: findings } = read(readDraft(kind, file, node), node, lenient)
  diagnostics.push(...findings)
  if (!draft) return { diagnostics }
  // Without an error nothing that a rule requires is missing from the draft.
  return { draft, ...(!diagnostics.some(isError) && { value: draft as Rule }), diagnostics }
}

/** Published templates write keys twice, and every reader of theirs takes the last. */
const tolerated = (found: Diagnostic): Diagnostic =>
  found.id === 'yaml-duplicate-key'
    ? { ...found, severity: 'warning', category: 'finding', message: `${found.message}; this value is used` }
    : found

/** Templates of old carry no kind: those that say when to run are scheduled rules, the others hunting queries. */
function kindOf(node: YamlMapping, reading: Reading): RuleKind {
  const keys = new Map(node.entries.map(({ key, value }) => [key.text, value]))
  const written = keys.get('kind')
  const kind = written && oneOf(ruleKinds).read(written, reading)
  return kind?.value ?? (scheduleKeys.some(key => keys.has(key)) ? 'Scheduled' : 'Hunting')
}
