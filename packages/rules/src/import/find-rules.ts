import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { type RuleKind, ruleKinds } from '../rule.ts'
import { entryOf, noTemplate, resolved, type TemplateValues, valuesOf } from './template-values.ts'

/** An alert rule somewhere in a document. */
export interface FoundRule {
  readonly kind: RuleKind
  readonly resource: YamlMapping
  readonly properties: YamlMapping
  readonly values: TemplateValues
}

const types = /alertRule(?:s|Templates)$/i

/** The alert rules in a document: in the resources of a template, nested ones too, in a list, or as the document itself. */
export function findRules(node: YamlNode, outer: TemplateValues = noTemplate): readonly FoundRule[] {
  if (node.kind === 'scalar') return []
  if (node.kind === 'sequence') return node.items.flatMap(item => findRules(item, outer))
  const values = valuesOf(node, outer)
  const rule = ruleOf(node, values)
  return rule ? [rule] : node.entries.flatMap(({ value }) => findRules(value, values))
}

function ruleOf(resource: YamlMapping, values: TemplateValues): FoundRule | undefined {
  const type = entryOf(resource, 'type')
  const properties = entryOf(resource, 'properties')
  const written = entryOf(resource, 'kind')
  const name = written && resolved(written, values)
  const kind = name?.kind === 'scalar' ? ruleKinds.find(kind => kind === name.text) : undefined
  if (!kind || kind === 'Hunting' || properties?.kind !== 'mapping') return undefined
  return type?.kind === 'scalar' && !types.test(type.text) ? undefined : { kind, resource, properties, values }
}
