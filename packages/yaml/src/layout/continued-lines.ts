import type { YamlNode } from '../node.ts'
import { isFlow, nodesBelow } from './nodes-below.ts'

/** The indices of the lines that belong to a scalar or a flow collection that began on an earlier line. */
export function continuedLines(text: string, lines: readonly string[], root: YamlNode): ReadonlySet<number> {
  const starts = lineStarts(lines)
  const continued = new Set<number>()
  for (const node of nodesBelow(root)) {
    const { start, end } = node.span
    if (start === end || (node.kind !== 'scalar' && !isFlow(text, node))) continue
    const [first, last] = [lineAt(starts, start), lineAt(starts, end)]
    const isAlone = text.slice(starts[first], start).trim() === ''
    const header = node.kind === 'scalar' && isAlone ? blockHeader(lines, first) : undefined
    for (let line = (header?.line ?? first) + 1; line <= last; line++) continued.add(line)
    // Where they are kept, the empty lines after a block are part of it.
    if (header?.keeps) for (let line = last + 1; lines[line]?.trim() === ''; line++) continued.add(line)
  }
  return continued
}

/** The line of `key: |+` above the text of a block scalar, and whether it keeps the empty lines after the text. */
function blockHeader(lines: readonly string[], first: number) {
  const line = lines.findLastIndex((above, index) => index < first && above.trim() !== '')
  const indicators = /[|>]([-+\d]*)[ \t]*(?:#.*)?$/.exec(lines[line] ?? '')?.[1]
  return indicators === undefined ? undefined : { line, keeps: indicators.includes('+') }
}

function lineStarts(lines: readonly string[]): readonly number[] {
  const starts: number[] = []
  let start = 0
  for (const line of lines) {
    starts.push(start)
    start += line.length + 1
  }
  return starts
}

/** The index of the line that holds an offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle
  }
  return low
}
