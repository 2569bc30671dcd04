import type { JsonValue } from '@tripline/diagnostics'
import type { YamlNode } from '@tripline/yaml'

/** What only a deployment can know. */
export const unknown: unique symbol = Symbol('unknown')

/** A value of which parts may be unknown. */
export type Evaluated =
  | Exclude<JsonValue, object>
  | typeof unknown
  | readonly Evaluated[]
  | { readonly [key: string]: Evaluated }

/** How the texts of a document stand for values. */
export interface Dialect {
  readonly valueOf: (text: string) => Evaluated
  /** The text of a resource's name; what is unknown in it is left out. */
  readonly nameOf: (text: string) => string
}

/** Bodies of the REST interface: every text stands for itself. */
export const plainDialect: Dialect = { valueOf: text => text, nameOf: text => text }

export const entryOf = (node: YamlNode | undefined, name: string): YamlNode | undefined =>
  node?.kind === 'mapping'
    ? node.entries.find(({ key }) => key.text.toLowerCase() === name.toLowerCase())?.value
    : undefined

/** What a node stands for. */
export function evaluate(node: YamlNode, dialect: Dialect): Evaluated {
  if (node.kind === 'sequence') return node.items.map(item => evaluate(item, dialect))
  if (node.kind === 'mapping')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, evaluate(value, dialect)]))
  return typeof node.value === 'string' ? dialect.valueOf(node.value) : node.value
}

/** The text that an entry stands for; undefined where it is none. */
export function textAt(node: YamlNode, name: string, dialect: Dialect): string | undefined {
  const entry = entryOf(node, name)
  const value = entry?.kind === 'scalar' ? evaluate(entry, dialect) : undefined
  return typeof value === 'string' ? value : undefined
}

/** The characters and items that a value consists of. */
export function sizeOf(value: Evaluated): number {
  if (typeof value === 'string') return 1 + value.length
  if (value === null || typeof value !== 'object') return 1
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 1)
}
