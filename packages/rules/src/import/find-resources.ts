import type { YamlMapping, YamlNode } from '@tripline/yaml'
import { armDialect, givenTo } from './arm-dialect.ts'
import { type Dialect, entryOf, plainDialect, textAt } from './dialect.ts'
import { terraformDialect } from './terraform-dialect.ts'

/** What a resource is found in. */
export interface FoundIn {
  readonly dialect: Dialect
  /** What the content template is called that installs it. */
  readonly contentId?: string
  /** The keys that lead to it, outermost first. */
  readonly keys: readonly string[]
}

/** What a mapping is, undefined if it is nothing by itself. */
export type Recognise<Found> = (node: YamlMapping, around: FoundIn) => Found | undefined

/**
 * The resources in a document: in those of a template, nested ones too, in a list, in requests, or the document itself. What
 * is recognised is not searched further.
 */
export function findResources<Found>(
  node: YamlNode,
  recognise: Recognise<Found>,
  around: FoundIn = { dialect: plainDialect, keys: [] },
): readonly Found[] {
  const { dialect } = around
  const findAll = (found: YamlNode | undefined, within: FoundIn) =>
    found ? findResources(found, recognise, within) : []
  if (node.kind === 'scalar') return []
  if (node.kind === 'sequence') return node.items.flatMap(item => findAll(item, around))
  // A template within another one, as content has it, is written in the words of the outer one.
  if (dialect === plainDialect && isTemplate(node)) {
    return findAll(entryOf(node, 'resources'), { ...around, dialect: armDialect(node) })
  }
  const type = textAt(node, 'type', dialect)?.toLowerCase() ?? ''
  if (type === 'microsoft.resources/deployments') {
    const [template, within] = inDeployment(entryOf(node, 'properties'), dialect)
    return findAll(entryOf(template, 'resources'), { ...around, dialect: within })
  }
  if (type.endsWith('/contenttemplates')) {
    const properties = entryOf(node, 'properties')
    const contentId = properties && textAt(properties, 'contentId', dialect)
    const template = entryOf(properties, 'mainTemplate')
    return findAll(entryOf(template, 'resources'), { dialect, keys: [], ...(contentId !== undefined && { contentId }) })
  }
  if (dialect === plainDialect && isModule(node)) {
    return findAll(entryOf(node, 'resource'), { ...around, dialect: terraformDialect(node) })
  }
  const found = recognise(node, around)
  if (found !== undefined) return [found]
  return node.entries.flatMap(({ key: { text }, value }) => findAll(value, { ...around, keys: [...around.keys, text] }))
}

/** Whether a document is a module of Terraform: in its own language resources are a list, as JSON they are by type. */
const isModule = (node: YamlMapping): boolean => {
  const resources = entryOf(node, 'resource')
  const types = resources?.kind === 'sequence' ? resources.items : resources ? [resources] : []
  return types.some(
    type => type.kind === 'mapping' && type.entries.some(({ key }) => /^az(?:urerm|api)_/.test(key.text)),
  )
}

const isTemplate = (node: YamlMapping): boolean => !!entryOf(node, '$schema') && !!entryOf(node, 'resources')

/** A template inside a deployment has names of its own only where the deployment says so; else those around it hold. */
function inDeployment(properties: YamlNode | undefined, dialect: Dialect): readonly [YamlNode | undefined, Dialect] {
  const template = entryOf(properties, 'template')
  const options = entryOf(properties, 'expressionEvaluationOptions')
  const isInner = options && textAt(options, 'scope', dialect)?.toLowerCase() === 'inner'
  return isInner && template?.kind === 'mapping'
    ? [template, armDialect(template, givenTo(entryOf(properties, 'parameters'), dialect))]
    : [template, dialect]
}

/** The type of a resource, without a version that follows it; undefined if it is not written. */
export const typeOf = (resource: YamlMapping, dialect: Dialect): string | undefined =>
  textAt(resource, 'type', dialect)?.toLowerCase().replace(/@.*$/, '')

/** The properties of a resource. A request, and a resource of Terraform, have them in their body. */
export function propertiesOf(resource: YamlMapping): { body: YamlMapping; properties: YamlMapping } | undefined {
  const wrapped = entryOf(resource, 'body')
  const body = wrapped?.kind === 'mapping' ? wrapped : resource
  const properties = entryOf(body, 'properties')
  return properties?.kind === 'mapping' ? { body, properties } : undefined
}
