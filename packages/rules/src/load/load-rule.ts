import { type Diagnosed, type Diagnostic, isError, type SourceFile } from '@tripline/diagnostics'
import { lenient, nodeSpan, oneOf, parseYaml, type Reading, read, type YamlMapping } from '@tripline/yaml'
import { isGraphDetection } from '../detection/graph-form.ts'
import { type Rule, type RuleDraft, type RuleKind, ruleKinds } from '../document/rule.ts'
import { loadReport } from './load-report.ts'
import { readDraft } from './read-draft.ts'
import { scheduleKeys } from './rule-fields.ts'

/** A rule as far as it could be read: `value` if nothing is wrong, `draft` whenever the file is YAML. */
export interface LoadedRule extends Diagnosed<Rule> {
  readonly path: string
  readonly draft?: RuleDraft
}

/** Reads a rule file in the template format. `draft` has what could be read despite mistakes. */
export function loadRule(file: SourceFile): LoadedRule {
  const { path } = file
  const { value: node, diagnostics: found } = parseYaml(file)
  const yaml = found.map(tolerated)
  if (!node) return { path, diagnostics: yaml }
  if (node.kind !== 'mapping') return { path, diagnostics: [...yaml, loadReport['not-a-rule'](nodeSpan(node))] }
  const diagnostics: Diagnostic[] = [...yaml]
  const reading: Reading = { strictness: lenient, report: finding => diagnostics.push(finding) }
  const kind = kindOf(node, reading)
  const { value: draft, diagnostics: findings } = read(readDraft(kind, file, node), node, lenient)
  diagnostics.push(...findings)
  if (!draft) return { path, diagnostics }
  // Without errors, the draft lacks nothing that a rule requires.
  return { path, draft, ...(!diagnostics.some(isError) && { value: draft as Rule }), diagnostics }
}

/** Published templates repeat keys, and all their readers use the last one. */
const tolerated = (found: Diagnostic): Diagnostic =>
  found.id === 'yaml-duplicate-key'
    ? { ...found, severity: 'warning', category: 'finding', message: `${found.message}; this value is used` }
    : found

/** Old templates have no kind: those with a schedule are scheduled rules, the others hunting queries. */
function kindOf(node: YamlMapping, reading: Reading): RuleKind {
  const keys = new Map(node.entries.map(({ key, value }) => [key.text, value]))
  if (isGraphDetection(node)) return 'CustomDetection'
  const written = keys.get('kind')
  const kind = written && oneOf(ruleKinds).read(written, reading)
  return kind?.value ?? (scheduleKeys.some(key => keys.has(key)) ? 'Scheduled' : 'Hunting')
}
