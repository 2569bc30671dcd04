import type { JsonValue, Span } from '@tripline/diagnostics'
import type { YamlMapping } from '../node.ts'
import { scalarText } from '../write-yaml.ts'
import { type Edits, isAlias, type Layout, scalarLike } from './layout.ts'

type Range = Pick<Span, 'start' | 'end'>

/** Collections between brackets. */
export function flowLayout(text: string): Layout {
  /** Takes a part out of a list, with the comma between it and its neighbour. */
  function remove(parts: readonly Range[], index: number): Edits {
    const [before, part, after] = [parts[index - 1], parts[index]!, parts[index + 1]]
    if (after) return [{ start: part.start, end: after.start, text: '' }]
    return before && [{ start: before.end, end: part.end, text: '' }]
  }
  function insert(parts: readonly Range[], index: number, written: string): Edits {
    const [before, after] = [parts[index - 1], parts[index]]
    if (before) return [{ start: before.end, end: before.end, text: `, ${written}` }]
    return after && [{ start: after.start, end: after.start, text: `${written}, ` }]
  }
  const entries = (node: YamlMapping): readonly Range[] | undefined =>
    node.entries.some(isAlias)
      ? undefined
      : node.entries.map(({ key, value }) => ({ start: key.span.start, end: value.span.end }))
  return {
    replaceValue({ entries }, index, value) {
      const entry = entries[index]!
      const { start, end } = entry.value.span
      if (isAlias(entry)) return undefined
      return [{ start, end, text: (start === end ? ' ' : '') + scalarLike(text.slice(start, end), value, flowText) }]
    },
    removeEntry: (node, index) => remove(entries(node) ?? [], index),
    insertEntry: (node, index, key, value) =>
      insert(entries(node) ?? [], index, `${flowText(key)}: ${flowText(value)}`),
    replaceItem({ items }, index, value) {
      const { start, end } = items[index]!.span
      return [{ start, end, text: scalarLike(text.slice(start, end), value, flowText) }]
    },
    removeItem: ({ items }, index) =>
      remove(
        items.map(({ span }) => span),
        index,
      ),
    insertItem: ({ items }, index, value) =>
      insert(
        items.map(({ span }) => span),
        index,
        flowText(value),
      ),
  }
}

/** A value on one line. */
function flowText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([key, item]) => `${flowText(key)}: ${flowText(item)}`)
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
  }
  const text = scalarText(value)
  return /^["']/.test(text) || !/[,[\]{}]/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}
