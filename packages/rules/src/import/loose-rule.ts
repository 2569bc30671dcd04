import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from '@tripline/yaml'
import { type RuleKind, ruleKinds } from '../document/rule.ts'
import { entryOf, textAt } from './dialect.ts'
import type { FoundIn } from './find-resources.ts'
import { convertRule } from './import-rule.ts'
import type { Importer } from './imported.ts'
import { canonicalKey, type LooseKey, type LooseKeys, looseKeys, passedKeys } from './loose-keys.ts'

/**
 * A rule in the words of something else: Terraform's azurerm provider, AzSentinel, a list of the Azure CLI, YAML with keys in
 * another case, a wrapper of Sigma. Its keys are those of the REST interface once case and underscores are set aside, and a
 * few others.
 */
export const importLooseRule: Importer = (node, around) => {
  const names = new Map(node.entries.map(entry => [canonicalKey(entry.key.text), entry]))
  const kind = kindOf(node, names, around)
  if (!kind) return undefined
  const query = entryOf(entryOf(node, 'detection'), 'query') ?? entryOf(entryOf(node, 'detection'), 'kql')
  const own = renamed(node.entries, looseKeys, isNamedBy(names, around) ? ['name'] : [])
  const entries = [
    ...together(own),
    ...(query ? [{ key: { ...node.entries[0]!.key, text: 'query' }, value: query }] : []),
    ...sigmaTags(entryOf(node, 'tags'), node.entries[0]!.key),
  ]
  const id = isTerraform(around) ? textAt(node, 'name', around.dialect) : undefined
  const found = { kind, resource: node, properties: { ...node, entries }, ...around, ...(id !== undefined && { id }) }
  return report => convertRule(found, report)
}

/** Whether a rule has no other name to show. */
const isNamedBy = (names: Names, around: FoundIn): boolean =>
  !names.has('displayname') && !names.has('title') && !isTerraform(around)

/** In Terraform, the type and the name of a resource lead to it, and its `name` is what the workspace knows it by. */
const isTerraform = ({ keys }: FoundIn): boolean => terraformKinds[keys.at(-2) ?? ''] !== undefined

type Names = ReadonlyMap<string, YamlEntry>

/** What only rules have, in canonical spelling. */
const marks: readonly string[] = [
  'severity',
  'level',
  'queryfrequency',
  'queryperiod',
  'triggeroperator',
  'triggerthreshold',
  'tactics',
  'techniques',
]

/** Whether keys in canonical spelling name something that they say is a rule. */
export const isRule = (keys: { has(key: string): boolean }): boolean =>
  ['displayname', 'name', 'title'].some(key => keys.has(key)) && marks.some(mark => keys.has(mark))

const terraformKinds: Readonly<Record<string, RuleKind>> = {
  azurerm_sentinel_alert_rule_scheduled: 'Scheduled',
  azurerm_sentinel_alert_rule_nrt: 'NRT',
  azurerm_sentinel_alert_rule_fusion: 'Fusion',
  azurerm_sentinel_alert_rule_ms_security_incident: 'MicrosoftSecurityIncidentCreation',
  azurerm_sentinel_alert_rule_machine_learning_behavior_analytics: 'MLBehaviorAnalytics',
  azurerm_sentinel_alert_rule_threat_intelligence: 'ThreatIntelligence',
}

function kindOf(node: YamlMapping, names: Names, { keys }: FoundIn): RuleKind | undefined {
  const terraform = terraformKinds[keys.at(-2) ?? '']
  if (terraform) return terraform
  // The properties of a resource are a rule only if the resource says of which kind.
  if (keys.at(-1) === 'properties') return undefined
  const written = scalarText(names.get('kind')?.value) ?? keys.at(-1) ?? ''
  const kind = ruleKinds.find(one => canonicalKey(one) === canonicalKey(written))
  const queried =
    ['query', 'kql', 'kqlquery', 'querytext'].some(key => isText(names.get(key)?.value)) ||
    isText(entryOf(entryOf(node, 'detection'), 'query') ?? entryOf(entryOf(node, 'detection'), 'kql'))
  if (!queried) return kind && names.has('alertruletemplatename') ? kind : undefined
  if (!isRule(names)) return undefined
  return kind ?? (names.has('queryfrequency') || names.has('triggeroperator') ? 'Scheduled' : 'Hunting')
}

const isText = (node: YamlNode | undefined): boolean => node?.kind === 'scalar' && typeof node.value === 'string'
const scalarText = (node: YamlNode | undefined): string | undefined => (node?.kind === 'scalar' ? node.text : undefined)

/** Entries under the names of the interface; unknown ones keep theirs, so that they are reported. */
function renamed(
  entries: readonly YamlEntry[],
  known: LooseKeys,
  asName: readonly string[] = [],
): readonly YamlEntry[] {
  return entries.flatMap(({ key, value }) => {
    const canonical = canonicalKey(key.text)
    const loose = asName.includes(canonical) ? { name: 'displayName' } : known[canonical]
    if (!loose) return known === looseKeys && passedKeys.has(canonical) ? [] : [{ key, value }]
    return [{ key: { ...key, text: loose.name }, value: shaped(value, loose) }]
  })
}

function shaped(value: YamlNode, { shape, within }: LooseKey): YamlNode {
  if (shape === 'one' && value.kind === 'sequence' && value.items.length === 1)
    return shaped(value.items[0]!, within ? { name: '', within } : { name: '' })
  if (shape === 'many' && value.kind === 'mapping')
    return { kind: 'sequence', items: [inner(value, within)], span: value.span }
  if (value.kind === 'sequence') return { ...value, items: value.items.map(item => inner(item, within)) }
  return inner(value, within)
}

const inner = (node: YamlNode, within: LooseKeys | undefined): YamlNode =>
  within && node.kind === 'mapping' ? { ...node, entries: renamed(node.entries, within) } : node

/** AzSentinel's settings, with what is around them elsewhere. */
function together(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const parts = ['createIncident', 'groupingConfiguration']
  const incident = entries.filter(({ key }) => parts.includes(key.text))
  const grouping = entries.filter(({ key }) => key.text === 'aggregationKind')
  const others = entries.filter(entry => !incident.includes(entry) && !grouping.includes(entry))
  return [...others, ...wrapped('incidentConfiguration', incident), ...wrapped('eventGroupingSettings', grouping)]
}

const wrapped = (name: string, entries: readonly YamlEntry[]): readonly YamlEntry[] =>
  entries.length === 0
    ? []
    : [{ key: { ...entries[0]!.key, text: name }, value: { kind: 'mapping', entries, span: entries[0]!.value.span } }]

/** Tags of Sigma name tactics and techniques: `attack.initial_access`, `attack.t1078`. */
function sigmaTags(tags: YamlNode | undefined, key: YamlScalar): readonly YamlEntry[] {
  if (tags?.kind !== 'sequence') return []
  const attack = tags.items.filter((item): item is YamlScalar => item.kind === 'scalar' && /^attack\./i.test(item.text))
  const named = attack.map(item => ({ ...item, text: item.text.slice(7), value: item.text.slice(7) }))
  const isTechnique = ({ text }: YamlScalar) => /^t\d/i.test(text)
  const list = (name: string, items: readonly YamlScalar[]): readonly YamlEntry[] =>
    items.length > 0 ? [{ key: { ...key, text: name }, value: { kind: 'sequence', items, span: tags.span } }] : []
  return [
    ...list(
      'tactics',
      named.filter(item => !isTechnique(item)),
    ),
    ...list('techniques', named.filter(isTechnique)),
  ]
}
