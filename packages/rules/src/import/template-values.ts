import type { YamlMapping, YamlNode } from '@tripline/yaml'

/** Values of a template by the names that expressions use for them. */
export interface TemplateValues {
  /** Whether texts in brackets are expressions: only templates have such. */
  readonly isTemplate: boolean
  readonly named: ReadonlyMap<string, YamlNode>
}

export const noTemplate: TemplateValues = { isTemplate: false, named: new Map() }

export const entryOf = (node: YamlNode | undefined, name: string): YamlNode | undefined =>
  node?.kind === 'mapping'
    ? node.entries.find(({ key }) => key.text.toLowerCase() === name.toLowerCase())?.value
    : undefined

/** The parameters' defaults and the variables of a template, over those of the template around it. */
export function valuesOf(template: YamlMapping, outer: TemplateValues): TemplateValues {
  if (!entryOf(template, '$schema') || !entryOf(template, 'resources')) return outer
  const named = new Map(outer.named)
  for (const { key, value } of entriesOf(entryOf(template, 'variables'))) named.set(`variables ${key.text}`, value)
  for (const { key, value } of entriesOf(entryOf(template, 'parameters'))) {
    const initial = entryOf(value, 'defaultValue')
    if (initial) named.set(`parameters ${key.text}`, initial)
  }
  return { isTemplate: true, named }
}

const entriesOf = (node: YamlNode | undefined): YamlMapping['entries'] => (node?.kind === 'mapping' ? node.entries : [])

const reference = /^\[(parameters|variables)\('([^']+)'\)((?:\.\w+)*)\]$/

/** The value behind `[variables('name')]`, the text behind `[[text]`; undefined for any other expression. */
export function resolved(node: YamlNode, values: TemplateValues): YamlNode | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !values.isTemplate) return node
  const { text } = node
  if (!text.startsWith('[') || !text.endsWith(']')) return node
  if (text.startsWith('[[')) return { ...node, value: text.slice(1), text: text.slice(1) }
  const [, kind, name, path = ''] = reference.exec(text) ?? []
  const start = values.named.get(`${kind} ${name}`)
  const found = path
    .split('.')
    .slice(1)
    .reduce<YamlNode | undefined>((owner, key) => entryOf(owner, key), start)
  return found && found !== node ? resolved(found, values) : undefined
}
