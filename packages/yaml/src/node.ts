import type { JsonValue, Span } from '@tripline/diagnostics'

export interface YamlScalar {
  readonly kind: 'scalar'
  /** Resolved by the YAML core schema. */
  readonly value: string | number | boolean | null
  /** The scalar's text after unquoting and folding, independent of `value`. */
  readonly text: string
  readonly span: Span
  /** Offset in the file of the i-th UTF-16 unit of `text`; exact in plain, quoted, literal and folded scalars. */
  readonly offsetAt: (index: number) => number
}

export interface YamlSequence {
  readonly kind: 'sequence'
  readonly items: readonly YamlNode[]
  readonly span: Span
}

export interface YamlEntry {
  readonly key: YamlScalar
  readonly value: YamlNode
}

export interface YamlMapping {
  readonly kind: 'mapping'
  readonly entries: readonly YamlEntry[]
  readonly span: Span
}

/** A YAML value with its spans. Aliases are resolved; a document that expands past a limit is refused. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping

/** The node without spans, for parts of a document that only pass through. */
export function plainValue(node: YamlNode): JsonValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'sequence') return node.items.map(plainValue)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainValue(value)]))
}
