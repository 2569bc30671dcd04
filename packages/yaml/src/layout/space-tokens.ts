import type { YamlNode } from '../node.ts'
import { isFlow, nodesBelow } from './nodes-below.ts'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** `{ a: 1, b: [x, y] }`, and one space after the colon of a key. Line breaks stay. */
export function spaceTokens(text: string, root: YamlNode): string {
  const edits = new Map(nodesBelow(root).flatMap(node => editsIn(text, node).map(edit => [edit.start, edit])))
  const parts: string[] = []
  let end = 0
  for (const edit of [...edits.values()].toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(end, edit.start), edit.text)
    end = edit.end
  }
  return [...parts, text.slice(end)].join('')
}

function editsIn(text: string, node: YamlNode): readonly Edit[] {
  if (node.kind === 'scalar') return []
  const flow = isFlow(text, node)
  const edits: Edit[] = []
  /** Replaces what lies between two tokens unless it holds more than expected: anchors, line breaks, comments. */
  const between = (start: number, end: number, expected: RegExp, wanted: string) => {
    if (start <= end && expected.test(text.slice(start, end))) edits.push({ start, end, text: wanted })
  }
  const parts = node.kind === 'sequence' ? node.items.map(item => ({ item })) : node.entries
  const spans = parts.map(part => {
    if ('item' in part) return part.item.span
    const { key, value } = part
    between(key.span.end, value.span.start, /^[ \t]*:[ \t]+$/, ': ')
    // An alias has the span of its anchor.
    return { ...key.span, end: value.span.start >= key.span.end ? value.span.end : Number.POSITIVE_INFINITY }
  })
  if (!flow) return edits
  const { start, end } = node.span
  const pad = node.kind === 'mapping' ? ' ' : ''
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) between(start + 1, end - 1, /^[ \t]*$/, '')
  else {
    between(start + 1, first.start, /^[ \t]*$/, pad)
    between(last.end, end - 1, /^[ \t]*(?:,[ \t]*)?$/, pad)
  }
  for (const [index, next] of spans.slice(1).entries()) between(spans[index]!.end, next.start, /^[ \t]*,[ \t]*$/, ', ')
  return edits
}
