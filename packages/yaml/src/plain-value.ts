import type { JsonValue } from '@tripline/diagnostics'
import type { YamlNode } from './node.ts'

/** The node without spans, for parts of a document that only pass through. */
export function plainValue(node: YamlNode): JsonValue {
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'sequence') return node.items.map(plainValue)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainValue(value)]))
}
