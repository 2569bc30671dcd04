import type { YamlEntry, YamlNode } from '../node.ts'
import { writeYaml } from '../write-yaml.ts'
import { type Edits, isAlias, type Layout, scalarLike } from './layout.ts'

/** Collections by indentation, a line for each key and item. */
export function blockLayout(text: string): Layout {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const lineStart = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1
  /** The end of a line, before its break. */
  const lineEnd = (offset: number): number => offset + /^[^\r\n]*/.exec(text.slice(offset))![0].length
  /** What stands before a node on its line. */
  const before = (offset: number): string => text.slice(lineStart(offset), offset)
  const column = (offset: number): number => before(offset).replace(/^\ufeff/, '').length
  /** The end of what is written for a node: a block of text ends with its last line. */
  const endOf = ({ span: { start, end } }: YamlNode): number => start + text.slice(start, end).trimEnd().length
  const entryEnd = (entry: YamlEntry): number =>
    isAlias(entry) ? lineEnd(entry.key.span.end) : Math.max(entry.key.span.end + 1, endOf(entry.value))
  const indented = (lines: readonly string[], indent: number): string =>
    lines.map(line => (line === '' ? '' : ' '.repeat(indent) + line)).join(newline)

  /** Lines of their own, before or after the line at an offset. */
  const linesBefore = (offset: number, lines: string): Edits => {
    const start = lineStart(offset)
    return [{ start, end: start, text: lines + newline }]
  }
  const linesAfter = (offset: number, lines: string): Edits => {
    const end = lineEnd(offset)
    return [{ start: end, end, text: newline + lines }]
  }
  /** The whole lines from one offset to another. */
  function without(start: number, end: number): Edits {
    const from = lineStart(start)
    const to = lineEnd(end)
    const isLast = to === text.length
    if (isLast) return from === 0 ? undefined : [{ start: from - newline.length, end: to, text: '' }]
    return [{ start: from, end: to + newline.length, text: '' }]
  }
  const isFirst = (offset: number): boolean => /^\ufeff?[ \t]*$/.test(before(offset))
  const dashOf = (offset: number): number | undefined => /^( *)- +$/.exec(before(offset))?.[1]?.length

  return {
    replaceValue({ entries }, index, value) {
      const entry = entries[index]!
      const { end: start } = entry.key.span
      const end = entryEnd(entry)
      const [first = '', ...lines] = writeYaml({ k: value }).trimEnd().split('\n')
      const written = text.slice(entry.value.span.start, entry.value.span.end)
      if (lines.length === 0) {
        const old = text.slice(start, end)
        const isInline = !isAlias(entry) && !/[\r\n]/.test(old) && written !== ''
        if (!isInline) return [{ start, end, text: `${first.slice(1)}${remarkIn(old)}` }]
        const { span } = entry.value
        return [{ start: span.start, end: span.end, text: scalarLike(written, value, () => first.slice(3)) }]
      }
      // A remark on the line of the key stays there, also one that followed the value.
      const rest = text.slice(end, lineEnd(end))
      const remark = remarkIn(text.slice(start, end)) || rest.trimEnd()
      const block = indented(lines, column(entry.key.span.start))
      return [{ start, end: end + rest.length, text: `${first.slice(1)}${remark}${newline}${block}` }]
    },
    removeEntry({ entries }, index) {
      const entry = entries[index]!
      return isFirst(entry.key.span.start) ? without(entry.key.span.start, entryEnd(entry)) : undefined
    },
    insertEntry({ entries }, index, key, value) {
      const [previous, next] = [entries[index - 1], entries[index]]
      const neighbour = previous ?? next
      if (!neighbour) return undefined
      const lines = indented(
        writeYaml({ [key]: value })
          .trimEnd()
          .split('\n'),
        column(neighbour.key.span.start),
      )
      if (previous) return linesAfter(entryEnd(previous), lines)
      return isFirst(neighbour.key.span.start) ? linesBefore(neighbour.key.span.start, lines) : undefined
    },
    replaceItem({ items }, index, value) {
      const item = items[index]!
      const { start } = item.span
      const end = endOf(item)
      if (dashOf(start) === undefined) return undefined
      const [first = '', ...lines] = writeYaml([value]).trimEnd().split('\n')
      const written =
        lines.length === 0 ? scalarLike(text.slice(start, end), value, () => first.slice(2)) : first.slice(2)
      const below = lines.map(line => line.slice(2))
      const remark = /^[ \t]*(#.*)?$/.exec(text.slice(end, lineEnd(end)))?.[1]
      if (below.length === 0 || remark === undefined)
        return [
          { start, end, text: [written, ...(below.length > 0 ? [indented(below, column(start))] : [])].join(newline) },
        ]
      return undefined
    },
    removeItem({ items }, index) {
      const item = items[index]!
      return dashOf(item.span.start) === undefined ? undefined : without(item.span.start, endOf(item))
    },
    insertItem({ items }, index, value) {
      const neighbour = items[index - 1] ?? items[index]
      const dash = neighbour && dashOf(neighbour.span.start)
      if (dash === undefined) return undefined
      const lines = indented(writeYaml([value]).trimEnd().split('\n'), dash)
      return index > 0 ? linesAfter(endOf(neighbour!), lines) : linesBefore(neighbour!.span.start, lines)
    },
  }
}

/** The remark on the line of a key, before a block. */
const remarkIn = (written: string): string => /^:[ \t]*(?:[|>][-+\d]*)?([ \t]+#[^\r\n]*)[\r\n]/.exec(written)?.[1] ?? ''
