import type { Diagnostic } from '@tripline/diagnostics'
import { type PlainValue, placeOf, type YamlNode } from '@tripline/yaml'
import { parseDuration, shortDuration } from '../duration.ts'
import { placeOfKey } from '../key-order.ts'
import type { FoundRule } from './find-rules.ts'
import { importReport } from './import-report.ts'
import { entryOf, resolved, type TemplateValues } from './template-values.ts'

type Document = Readonly<Record<string, PlainValue>>

/** Properties that have another name, or another form, in a rule file; the rest keep both. */
const renamed: Readonly<Record<string, string>> = { displayName: 'name' }

const operators: Readonly<Record<string, string>> = {
  GreaterThan: 'gt',
  LessThan: 'lt',
  Equal: 'eq',
  NotEqual: 'ne',
}

/** Told by the workspace or written elsewhere: nothing that a rule file could say. */
const answered = new Set([
  'enabled',
  'lastModifiedUtc',
  'createdDateUtc',
  'lastUpdatedDateUTC',
  'status',
  'techniques',
  'subTechniques',
])

const durations = new Set(['queryFrequency', 'queryPeriod', 'suppressionDuration', 'lookbackDuration'])

/** What a rule file may say, beside what every kind has. */
const kept = new Set([
  'displayName',
  'description',
  'severity',
  'query',
  'queryFrequency',
  'queryPeriod',
  'triggerOperator',
  'triggerThreshold',
  'tactics',
  'entityMappings',
  'sentinelEntitiesMappings',
  'customDetails',
  'alertDetailsOverride',
  'eventGroupingSettings',
  'incidentConfiguration',
  'suppressionEnabled',
  'suppressionDuration',
  'productFilter',
  'severitiesFilter',
  'displayNamesFilter',
  'displayNamesExcludeFilter',
  'sourceSettings',
  'scenarioExclusionPatterns',
  'alertRuleTemplateName',
  'templateVersion',
])

/** A rule as a rule file says it, keys in the house's order. What cannot be said is reported. */
export function ruleDocument(
  { kind, resource, properties, values }: FoundRule,
  report: (found: Diagnostic) => void,
): Document {
  const id = idOf(resource, values)
  if (id === undefined) report(importReport['import-without-id'](placeOf(resource)))
  const document: [string, PlainValue][] = [...(id === undefined ? [] : ([['id', id]] as const)), ['kind', kind]].map(
    ([key, value]) => [key!, value!],
  )
  for (const { key, value } of properties.entries) {
    if (answered.has(key.text)) continue
    if (!kept.has(key.text)) {
      report(importReport['import-dropped'](key.span, key.text))
      continue
    }
    const plain = plainOf(value, key.text, values, report)
    if (plain !== undefined && !isNothing(plain)) document.push([renamed[key.text] ?? key.text, plain])
  }
  const techniques = techniquesOf(properties, values, report)
  if (techniques.length > 0) document.push(['relevantTechniques', techniques])
  const enabled = entryOf(properties, 'enabled')
  if (enabled?.kind === 'scalar' && enabled.value === false)
    report(importReport['import-disabled'](placeOf(enabled), id ?? 'its id'))
  return Object.fromEntries(withoutIdleSuppression(document).toSorted(([a], [b]) => placeOfKey(a) - placeOfKey(b)))
}

const isNothing = (value: PlainValue): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0)

/** Suppression that is off, with the duration that the service wants to be told anyway, says nothing. */
function withoutIdleSuppression(document: readonly [string, PlainValue][]): readonly [string, PlainValue][] {
  const { suppressionEnabled, suppressionDuration } = Object.fromEntries(document)
  if (suppressionEnabled === true) return document
  const isIdle = suppressionDuration === undefined || suppressionDuration === '5h'
  return document.filter(([key]) => !(isIdle && key.startsWith('suppression')))
}

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** The rule's own id: the last GUID of its name, or of its resource id. */
function idOf(resource: YamlNode, values: TemplateValues): string | undefined {
  for (const key of ['name', 'id']) {
    const written = entryOf(resource, key)
    const node = written && (resolved(written, values) ?? written)
    // An expression that computes a GUID from another one has that other in it.
    if (node?.kind !== 'scalar' || /\bguid\(/i.test(node.text)) continue
    const id = node.text.match(guid)?.at(-1)
    if (id) return id
  }
  return undefined
}

/** A value without its places, its texts in the forms of a rule file; undefined where it is an expression, which is reported. */
function plainOf(
  node: YamlNode,
  key: string,
  values: TemplateValues,
  report: (found: Diagnostic) => void,
): PlainValue | undefined {
  const known = resolved(node, values)
  if (!known) return void report(importReport['import-expression'](placeOf(node), key)) as undefined
  if (known.kind === 'sequence') {
    return known.items.map(item => plainOf(item, key, values, report)).filter(item => item !== undefined)
  }
  if (known.kind === 'mapping') {
    const entries = known.entries.flatMap(entry => {
      const value = plainOf(entry.value, entry.key.text, values, report)
      return value === undefined || isNothing(value) ? [] : [[entry.key.text, value] as const]
    })
    return Object.fromEntries(entries)
  }
  return typeof known.value === 'string' ? textOf(known.value, key) : known.value
}

function textOf(text: string, key: string): string {
  if (key === 'triggerOperator') return operators[text] ?? text
  const duration = durations.has(key) ? parseDuration(text) : undefined
  if (duration) return shortDuration(duration.ticks)
  return text.replace(/\r\n/g, '\n')
}

/** Techniques and sub-techniques in one list; a sub-technique stands for its technique too. */
function techniquesOf(
  properties: YamlNode,
  values: TemplateValues,
  report: (found: Diagnostic) => void,
): readonly string[] {
  const read = (key: string): readonly string[] => {
    const node = entryOf(properties, key)
    const list = node && plainOf(node, key, values, report)
    return Array.isArray(list) ? list.map(String) : []
  }
  const subs = read('subTechniques')
  const parents = read('techniques')
  const ofParent = (parent: string) => subs.filter(sub => sub.startsWith(`${parent}.`))
  const listed = parents.flatMap(parent => (ofParent(parent).length > 0 ? ofParent(parent) : [parent]))
  return [...new Set([...listed, ...subs])]
}
