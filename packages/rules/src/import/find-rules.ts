import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { huntingCategory } from '../compile/compile-search.ts'
import { type RuleKind, ruleKinds } from '../document/rule.ts'
import { armDialect, givenTo } from './arm-dialect.ts'
import { type Dialect, entryOf, plainDialect, terraformDialect, textAt } from './dialect.ts'

/** A rule or hunting query somewhere in a document. */
export interface FoundRule {
  readonly kind: RuleKind
  /** What says how it is called. */
  readonly resource: YamlMapping
  readonly properties: YamlMapping
  readonly dialect: Dialect
  /** What the content template is called that installs it. */
  readonly contentId?: string
}

/**
 * The rules in a document: in the resources of a template, nested ones too, in a list, in requests, or as the document
 * itself.
 */
export function findRules(node: YamlNode, dialect: Dialect = plainDialect): readonly FoundRule[] {
  if (node.kind === 'scalar') return []
  if (node.kind === 'sequence') return node.items.flatMap(item => findRules(item, dialect))
  // A template within another one, as content has it, is written in the words of the outer one.
  if (dialect === plainDialect && isTemplate(node)) return inResources(node, armDialect(node))
  const type = textAt(node, 'type', dialect)?.toLowerCase() ?? ''
  if (type === 'microsoft.resources/deployments') return inDeployment(entryOf(node, 'properties'), dialect)
  if (type.endsWith('/contenttemplates')) return inContent(entryOf(node, 'properties'), dialect)
  const azapi = entryOf(entryOf(node, 'resource'), 'azapi_resource')
  if (azapi) return findRules(azapi, terraformDialect)
  const rule = ruleOf(node, dialect)
  return rule ? [rule] : node.entries.flatMap(({ value }) => findRules(value, dialect))
}

const inResources = (template: YamlNode | undefined, dialect: Dialect): readonly FoundRule[] => {
  const resources = entryOf(template, 'resources')
  return resources ? findRules(resources, dialect) : []
}

const isTemplate = (node: YamlMapping): boolean => !!entryOf(node, '$schema') && !!entryOf(node, 'resources')

function inContent(properties: YamlNode | undefined, dialect: Dialect): readonly FoundRule[] {
  const contentId = properties && textAt(properties, 'contentId', dialect)
  const found = inResources(entryOf(properties, 'mainTemplate'), dialect)
  return contentId === undefined ? found : found.map(rule => ({ ...rule, contentId }))
}

/** A template inside a deployment has names of its own only where the deployment says so; else those around it hold. */
function inDeployment(properties: YamlNode | undefined, dialect: Dialect): readonly FoundRule[] {
  const template = entryOf(properties, 'template')
  const options = entryOf(properties, 'expressionEvaluationOptions')
  const isInner = options && textAt(options, 'scope', dialect)?.toLowerCase() === 'inner'
  return isInner && template?.kind === 'mapping'
    ? inResources(template, armDialect(template, givenTo(entryOf(properties, 'parameters'), dialect)))
    : inResources(template, dialect)
}

/** The types, with Terraform's version behind them, of what a rule is in a workspace or in a template of content. */
const types = /\/(?:alertRules|alertRuleTemplates|savedSearches)(?:@.*)?$/i

function ruleOf(resource: YamlMapping, dialect: Dialect): FoundRule | undefined {
  const type = textAt(resource, 'type', dialect)
  if (type !== undefined && !types.test(type)) return undefined
  // A request, and a resource of Terraform, have the body by itself.
  const wrapped = entryOf(resource, 'body')
  const body = wrapped?.kind === 'mapping' ? wrapped : resource
  const properties = entryOf(body, 'properties')
  if (properties?.kind !== 'mapping') return undefined
  const kind = kindOf(body, properties, dialect)
  return kind && { kind, resource, properties, dialect }
}

function kindOf(body: YamlMapping, properties: YamlMapping, dialect: Dialect): RuleKind | undefined {
  const written = textAt(body, 'kind', dialect)
  const isHunting = textAt(properties, 'category', dialect)?.toLowerCase() === huntingCategory.toLowerCase()
  return ruleKinds.find(kind => (kind === 'Hunting' ? isHunting : kind === written))
}
