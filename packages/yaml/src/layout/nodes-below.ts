import type { YamlNode } from '../node.ts'

/** A node and all below it, keys included. */
export const nodesBelow = (node: YamlNode): readonly YamlNode[] => [node, ...partsOf(node).flatMap(nodesBelow)]

function partsOf(node: YamlNode): readonly YamlNode[] {
  if (node.kind === 'scalar') return []
  return node.kind === 'sequence' ? node.items : node.entries.flatMap(({ key, value }) => [key, value])
}

/** Whether a collection is written in brackets. */
export const isFlow = (text: string, { kind, span }: YamlNode): boolean =>
  kind !== 'scalar' && /[[{]/.test(text.charAt(span.start))
