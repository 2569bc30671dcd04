import { type JsonValue, lookUp } from '@tripline/diagnostics'
import { nodeSpan, type YamlMapping, type YamlNode } from '@tripline/yaml'
import { ruleLayout } from '../document/key-order.ts'
import { builtInFusion, type RuleKind } from '../document/rule.ts'
import { type Dialect, entryOf, textAt } from './dialect.ts'
import type { FoundIn } from './find-resources.ts'
import { houseForm } from './house-form.ts'
import { importReport } from './import-report.ts'
import type { Report } from './imported.ts'
import { plainOf } from './plain-of.ts'
import { readTags } from './search-tags.ts'
import { usualSpelling } from './usual-spelling.ts'

type Said = Readonly<Record<string, JsonValue>>

/** A rule or hunting query somewhere in a document. */
export interface FoundRule extends FoundIn {
  readonly kind: RuleKind
  /** What says how it is called. */
  readonly resource: YamlMapping
  readonly properties: YamlMapping
  /** Its id in the workspace, where the document says that outright. */
  readonly id?: string
}

/** Told by the workspace or written elsewhere: nothing that a rule file could say. */
const answered = ['enabled', 'lastModifiedUtc', 'createdDateUtc', 'lastUpdatedDateUTC', 'status']

/** Of saved searches: what makes them hunting queries, and the version of the query language. */
const answeredOfSearches = ['category', 'version', 'etag']

/** Kinds whose template needs no mention where it has the rule's own id. */
const namedByTemplate: readonly RuleKind[] = ['Fusion', 'ThreatIntelligence', 'MLBehaviorAnalytics']

/** What a rule file may say, in the interface's words. */
const said = [
  'displayName',
  'description',
  'severity',
  'requiredDataConnectors',
  'query',
  'queryFrequency',
  'queryPeriod',
  'startTimeUtc',
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
  'techniques',
  'subTechniques',
  'tags',
]

/** A rule as a rule file says it, keys in the house's order. What cannot be said is reported. */
export function ruleDocument(found: FoundRule, report: Report): Said {
  const { kind, resource, properties, dialect } = found
  const id = found.id ?? idOf(found)
  if (id === undefined) report(importReport['import-without-id'](nodeSpan(resource)))
  const { displayName, techniques, subTechniques, tags, ...rest } = propertiesOf(found, report)
  const { others, ...tagged } = readTags(tags)
  for (const name of others) report(importReport['import-dropped'](nodeSpan(properties), `the tag ${name}`))
  const document = {
    id: id ?? null,
    kind,
    name: displayName ?? null,
    ...(kind === 'Hunting' && { description: tagged.description || null, tactics: tagged.tactics }),
    ...rest,
    ...(namedByTemplate.includes(kind) && rest.alertRuleTemplateName === id && { alertRuleTemplateName: null }),
    relevantTechniques: [...techniquesOf(texts(techniques), texts(subTechniques)), ...tagged.techniques],
  }
  const enabled = isContent(resource, dialect) ? undefined : entryOf(properties, 'enabled')
  if (enabled?.kind === 'scalar' && enabled.value === false)
    report(importReport['import-disabled'](nodeSpan(enabled), id ?? 'its id'))
  const entries = Object.entries(withoutIdleSuppression(houseForm(document, '') as Said))
  return Object.fromEntries(entries.toSorted(([a], [b]) => ruleLayout.rank(a) - ruleLayout.rank(b)))
}

/** What the properties say by the interface's own spelling of their names, which it takes in either case. */
function propertiesOf({ kind, properties, dialect }: FoundRule, report: Report): Said {
  const passed = kind === 'Hunting' ? [...answered, ...answeredOfSearches] : answered
  const read = properties.entries.flatMap(({ key, value }) => {
    const name = [...passed, ...said].find(one => one.toLowerCase() === key.text.toLowerCase())
    if (name === undefined) report(importReport['import-dropped'](key.span, key.text))
    if (name === undefined || passed.includes(name)) return []
    const plain = plainOf(value, name, dialect, report)
    return plain === undefined ? [] : [[name, usual(plain, name, value, report)] as const]
  })
  return Object.fromEntries(read)
}

/** A value as Sentinel spells it; another spelling is noted. */
function usual(plain: JsonValue, key: string, node: YamlNode, report: Report): JsonValue {
  const spelling = lookUp(usualSpelling, key)
  if (!spelling) return plain
  if (Array.isArray(plain)) return [...new Set(plain.map(item => usual(item, key, node, report)))]
  if (typeof plain !== 'string') return plain
  const value = spelling(plain)
  if (value !== plain) report(importReport['import-spelling'](nodeSpan(node), plain, value))
  return value
}

/** Suppression that is off means nothing, even with the duration that the service requires anyway. */
function withoutIdleSuppression(document: Said): Said {
  const { suppressionEnabled, suppressionDuration, ...rest } = document
  const isIdle = suppressionEnabled !== true && (suppressionDuration === undefined || suppressionDuration === '5h')
  return isIdle ? rest : document
}

/** Content installs nothing that runs, so that none of it is enabled. */
const isContent = (resource: YamlMapping, dialect: Dialect): boolean =>
  /alertRuleTemplates$/i.test(textAt(resource, 'type', dialect) ?? '')

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/**
 * The rule's own id: what the workspace calls it, the last part of its resource id; elsewhere the GUID of its name, of the
 * path that it is sent to, or of the content.
 */
function idOf({ resource, dialect: { nameOf }, contentId = '' }: FoundRule): string | undefined {
  const names = ['name', 'id', 'path'].flatMap(key => textAt(resource, key, { valueOf: nameOf, nameOf }) ?? [])
  const lastPart = (name: string) => name.replace(/\?.*$/, '').split('/').at(-1)!
  const deployed = names.find(name => /^\/subscriptions\//i.test(name))
  if (deployed !== undefined) return lastPart(deployed)
  const parts = names.map(lastPart)
  return (
    parts.find(name => name === builtInFusion) ??
    [...parts, contentId].flatMap(text => text.match(guid)?.at(-1) ?? [])[0]
  )
}

const texts = (list: JsonValue | undefined): readonly string[] => (Array.isArray(list) ? list.map(String) : [])

/** Techniques and sub-techniques in one list; a sub-technique stands for its technique too. */
function techniquesOf(parents: readonly string[], subs: readonly string[]): readonly string[] {
  const ofParent = (parent: string) => subs.filter(sub => sub.startsWith(`${parent}.`))
  const listed = parents.flatMap(parent => (ofParent(parent).length > 0 ? ofParent(parent) : [parent]))
  return [...new Set([...listed, ...subs])]
}
