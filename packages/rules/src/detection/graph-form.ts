import type { Diagnostic } from '@tripline/diagnostics'
import { nodeSpan, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from '@tripline/yaml'
import { tactics } from '../document/rule.ts'
import { entryOf } from '../import/dialect.ts'
import { loadReport } from '../load/load-report.ts'
import { detectionEntities } from './detection-entities.ts'
import { impactedAsset } from './impacted-assets.ts'

type Report = (finding: Diagnostic) => void

/** Whether a document is a custom detection as Microsoft Graph has it. */
export const isGraphDetection = (node: YamlMapping): boolean => entryOf(node, 'queryCondition')?.kind === 'mapping'

/** What the service says about a rule, and nothing that a rule file could. */
const answered =
  /^(?:@odata\..*|createdBy|createdDateTime|lastModifiedBy|lastModifiedDateTime|lastRunDetails|detectorId|nextRunDateTime)$/

/** The keys of a rule file that stand for a part of Microsoft Graph's `detectionRule`; the values keep their spans. */
type Parts = Readonly<Record<string, (entry: YamlEntry, report: Report) => readonly YamlEntry[]>>

const as =
  (name: string): Parts[string] =>
  ({ key, value }) => [{ key: { ...key, text: name }, value }]
const within =
  (parts: Parts): Parts[string] =>
  ({ key, value }, report) => {
    if (value.kind === 'mapping') return translated(value, parts, report)
    if (!isNothing(value)) report(loadReport['graph-form'](nodeSpan(value), key.text))
    return []
  }
const left: Parts[string] = () => []

/** The rule in the words of rule files, whether in the present form of the interface or in the one before October 2026. */
export const houseDetection = (node: YamlMapping, report: Report): YamlMapping => ({
  ...node,
  entries: together(translated(node, rule, report)),
})

const alertTemplate: Parts = {
  title: format('alertDisplayNameFormat'),
  description: ({ key, value }, report) => [
    ...as('description')({ key, value }, report),
    ...(value.kind === 'scalar' && /\{\{/.test(value.text)
      ? format('alertDescriptionFormat')({ key, value }, report)
      : []),
  ],
  severity: ({ key, value }) => [
    { key, value: respelled(value, text => text.charAt(0).toUpperCase() + text.slice(1)) },
  ],
  recommendedActions: as('recommendedActions'),
  category: ({ key, value }, report) => {
    if (isNothing(value)) return []
    if (value.kind === 'scalar' && (tactics as readonly string[]).includes(value.text)) {
      return [{ key: { ...key, text: 'tactics' }, value: { kind: 'sequence', items: [value], span: value.span } }]
    }
    report(loadReport['graph-category'](nodeSpan(value), value.kind === 'scalar' ? value.text : key.text))
    return []
  },
  mitreTechniques: as('relevantTechniques'),
  tactics: tacticsOf,
  customDetails: as('customDetails'),
  eventGroupingKind: ({ key, value }) => [
    {
      key: { ...key, text: 'eventGroupingSettings' },
      value: wrapped(
        key,
        'aggregationKind',
        respelled(value, text => groupings[text] ?? text),
      ),
    },
  ],
  impactedAssets: ({ key, value }, report) =>
    mappings(
      key,
      itemsOf(value).flatMap(item => assetMapping(item, key, report)),
    ),
  entityMappings: ({ key, value }, report) =>
    mappings(key, value.kind === 'mapping' ? value.entries.flatMap(list => entityMappings(list, report)) : []),
}

const rule: Parts = {
  id: as('id'),
  displayName: as('name'),
  description: left,
  isEnabled: enabled,
  status: enabled,
  queryCondition: within({ queryText: as('query') }),
  schedule: within({ frequency: as('frequency'), period: as('frequency') }),
  detectionAction: within({
    alertTemplate: within(alertTemplate),
    responseActions: actions('responseActions'),
    automatedActions: actions('automatedActions'),
    organizationalScope: actions('organizationalScope'),
  }),
}

const groupings: Readonly<Record<string, string>> = { alertPerEvent: 'AlertPerResult', singleAlert: 'SingleAlert' }

function translated(node: YamlMapping, parts: Parts, report: Report): readonly YamlEntry[] {
  return node.entries.flatMap(entry => {
    const part = Object.hasOwn(parts, entry.key.text) ? parts[entry.key.text] : undefined
    if (part) return part(entry, report)
    if (!answered.test(entry.key.text)) report(loadReport['graph-unknown-key'](entry.key.span, entry.key.text))
    return []
  })
}

/** Texts with columns in braces are both formats of the alert. */
function format(name: string): Parts[string] {
  return ({ key, value }) =>
    isNothing(value) ? [] : [{ key: { ...key, text: 'alertDetailsOverride' }, value: wrapped(key, name, value) }]
}

/** Only tripline.yaml disables rules. */
function enabled({ key, value }: YamlEntry): readonly YamlEntry[] {
  const isOn = value.kind === 'scalar' && (value.text === 'true' || value.text === 'enabled')
  return isOn ? [] : [{ key: { ...key, text: 'enabled' }, value }]
}

function actions(name: string): Parts[string] {
  return entry =>
    isNothing(entry.value) || itemsOf(entry.value).length + entriesOf(entry.value).length === 0
      ? []
      : as(name)(entry, () => {})
}

/** `tactics: [{ tactic, techniques: [{ technique, subTechniques }] }]` */
function tacticsOf({ key, value }: YamlEntry): readonly YamlEntry[] {
  const framed = itemsOf(value)
  const techniques = framed.flatMap(item => itemsOf(entryOf(item, 'techniques')))
  const named = techniques.flatMap(technique => {
    const subs = itemsOf(entryOf(technique, 'subTechniques'))
    return subs.length > 0 ? subs : (entryOf(technique, 'technique') ?? [])
  })
  const list = (name: string, items: readonly YamlNode[]): YamlEntry => ({
    key: { ...key, text: name },
    value: { kind: 'sequence', items, span: nodeSpan(value) },
  })
  return [
    list(
      'tactics',
      framed.flatMap(item => entryOf(item, 'tactic') ?? []),
    ),
    list('relevantTechniques', named),
  ]
}

/** `hosts: [{ deviceIdColumn: DeviceId }]` */
function entityMappings({ key, value }: YamlEntry, report: Report): readonly YamlNode[] {
  const [type, entity] = Object.entries(detectionEntities).find(([, { list }]) => list === key.text) ?? []
  if (!type || !entity) {
    if (itemsOf(value).length > 0) report(loadReport['graph-entity'](key.span, key.text))
    return []
  }
  return itemsOf(value).map(item => {
    const fields = entriesOf(item).flatMap(({ key: property, value: column }) => {
      if (answered.test(property.text) || isNothing(column)) return []
      const known = Object.entries(entity.identifiers).find(([, name]) => `${name}Column` === property.text)
      if (!known) report(loadReport['graph-unknown-key'](property.span, property.text))
      return known ? [fieldMapping({ ...property, text: known[0], value: known[0] }, column)] : []
    })
    return mapping({ ...key, text: type, value: type }, fields)
  })
}

/** `{ "@odata.type": "#microsoft.graph.security.impactedDeviceAsset", identifier: deviceId }` */
function assetMapping(item: YamlNode, key: YamlScalar, report: Report): readonly YamlNode[] {
  const [type, identifier] = ['@odata.type', 'identifier'].map(name => entryOf(item, name))
  const asset =
    type?.kind === 'scalar' && identifier?.kind === 'scalar' ? impactedAsset(type.text, identifier.text) : undefined
  if (!asset || identifier?.kind !== 'scalar') {
    report(
      loadReport['graph-asset'](
        nodeSpan(identifier ?? item),
        identifier?.kind === 'scalar' ? identifier.text : key.text,
      ),
    )
    return []
  }
  const named = (text: string): YamlScalar => ({ ...identifier, text, value: text })
  return [mapping(named(asset.type), [fieldMapping(named(asset.identifier), named(asset.column))])]
}

const mappings = (key: YamlScalar, items: readonly YamlNode[]): readonly YamlEntry[] => [
  { key: { ...key, text: 'entityMappings' }, value: { kind: 'sequence', items, span: key.span } },
]

const mapping = (type: YamlScalar, fields: readonly YamlNode[]): YamlMapping => ({
  kind: 'mapping',
  entries: [
    { key: { ...type, text: 'entityType' }, value: type },
    { key: { ...type, text: 'fieldMappings' }, value: { kind: 'sequence', items: fields, span: type.span } },
  ],
  span: type.span,
})

const fieldMapping = (identifier: YamlScalar, column: YamlNode): YamlMapping => ({
  kind: 'mapping',
  entries: [
    { key: { ...identifier, text: 'identifier' }, value: identifier },
    { key: { ...identifier, text: 'columnName' }, value: column },
  ],
  span: identifier.span,
})

/** Entries of one name, which several parts contribute to, as one. */
function together(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const found = new Map<string, YamlEntry>()
  for (const entry of entries) {
    const { key, value } = entry
    const other = found.get(key.text)?.value
    found.set(key.text, { key, value: other ? merged(other, value) : value })
  }
  return [...found.values()]
}

function merged(one: YamlNode, other: YamlNode): YamlNode {
  if (one.kind === 'sequence' && other.kind === 'sequence') return { ...one, items: [...one.items, ...other.items] }
  if (one.kind === 'mapping' && other.kind === 'mapping') return { ...one, entries: [...one.entries, ...other.entries] }
  return other
}

const wrapped = (key: YamlScalar, name: string, value: YamlNode): YamlMapping => ({
  kind: 'mapping',
  entries: [{ key: { ...key, text: name }, value }],
  span: nodeSpan(value),
})

const respelled = (node: YamlNode, spell: (text: string) => string): YamlNode =>
  node.kind === 'scalar' ? { ...node, text: spell(node.text), value: spell(node.text) } : node

const itemsOf = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'sequence' ? node.items : [])
const entriesOf = (node: YamlNode): readonly YamlEntry[] => (node.kind === 'mapping' ? node.entries : [])
const isNothing = (node: YamlNode): boolean => node.kind === 'scalar' && (node.value === null || node.value === '')
