import type { YamlNode } from '../node.ts'
import { continuedLines } from './continued-lines.ts'
import { nodesBelow } from './nodes-below.ts'

/** An open block collection: its column, and the column that it gets. */
interface Level {
  readonly column: number
  readonly wanted: number
  readonly isSequence: boolean
}

/**
 * Two spaces for each level, sequences in mappings included; no white space at the end of a line, at most one empty line in a
 * row and none at the start. Lines of a scalar or flow collection move along with the line on which it begins.
 */
export function indentLines(text: string, root: YamlNode): string {
  const lines = text.split('\n')
  const continued = continuedLines(text, lines, root)
  const keys = keyOffsets(root)
  const shown: string[] = []
  /** Empty lines and comments, which depend on the entry after them. */
  let waiting: string[] = []
  let levels: readonly Level[] = []
  let start = 0
  for (const [index, line] of lines.entries()) {
    if (continued.has(index)) shown.push(shifted(line, levels.at(-1)))
    else if (/^\s*(?:#|$)/.test(line)) waiting.push(line)
    else {
      const entry = entryOn(line, start, levels, keys)
      shown.push(...waiting.map(comment => commentLine(comment, levels, entry)))
      shown.push(continued.has(index + 1) ? entry.text : entry.text.trimEnd())
      waiting = []
      levels = entry.levels
    }
    start += line.length + 1
  }
  shown.push(...waiting.map(comment => commentLine(comment, levels)))
  return `${withoutGaps(shown, continued).join('\n')}\n`
}

const keyOffsets = (root: YamlNode): ReadonlySet<number> =>
  new Set(
    nodesBelow(root).flatMap(node => (node.kind === 'mapping' ? node.entries.map(({ key }) => key.span.start) : [])),
  )

interface EntryLine {
  readonly text: string
  readonly column: number
  readonly wanted: number
  readonly levels: readonly Level[]
}

/** A line that begins with an entry. It may belong to several collections, as in `- - key: value`. */
function entryOn(line: string, start: number, before: readonly Level[], keys: ReadonlySet<number>): EntryLine {
  // The markers of a document belong to no collection.
  if (/^(?:---|\.\.\.|%)/.test(line)) return { text: line, column: 0, wanted: 0, levels: [] }
  const column = columnOf(line)
  let at = column
  let dashes = 0
  let levels = before
  for (; isDash(line, at); dashes++) {
    levels = entered(levels, at, true)
    at += 1 + columnOf(line.slice(at + 1))
  }
  if (dashes === 0 || keys.has(start + at)) levels = entered(levels, at, false)
  const { wanted } = levels.find(level => level.column === column && level.isSequence === dashes > 0)!
  return { text: ' '.repeat(wanted) + '- '.repeat(dashes) + line.slice(at), column, wanted, levels }
}

const columnOf = (line: string): number => line.length - line.trimStart().length

const isDash = (line: string, at: number): boolean => /^-(?:\s|$)/.test(line.slice(at, at + 2))

/** The collections that are open at an entry: those further to the right have ended. */
function entered(levels: readonly Level[], column: number, isSequence: boolean): readonly Level[] {
  const open = levels.filter(
    level => level.column < column || (level.column === column && !(level.isSequence && !isSequence)),
  )
  const last = open.at(-1)
  if (last?.column === column && last.isSequence === isSequence) return open
  return [...open, { column, wanted: last ? last.wanted + 2 : 0, isSequence }]
}

function shifted(line: string, level: Level | undefined): string {
  const shift = level ? level.wanted - level.column : 0
  if (line === '' || shift === 0) return line
  return shift > 0 ? ' '.repeat(shift) + line : line.slice(Math.min(-shift, columnOf(line)))
}

/** A comment takes the column of the entry after it, or else of the collection whose column it has. */
function commentLine(comment: string, before: readonly Level[], next?: EntryLine): string {
  const column = columnOf(comment)
  const level = column === next?.column ? next : (before.findLast(open => open.column === column) ?? next)
  return `${' '.repeat(level?.wanted ?? column)}${comment.trim()}`.trimEnd()
}

/** Drops empty lines at the start, at the end and after other empty lines, unless a scalar holds them. */
function withoutGaps(lines: readonly string[], continued: ReadonlySet<number>): readonly string[] {
  const isEmpty = (index: number) => lines[index] === '' && !continued.has(index)
  const kept = lines.filter((_, index) => !isEmpty(index) || (index > 0 && !isEmpty(index - 1)))
  const isLastEmpty = isEmpty(lines.length - 1)
  return isLastEmpty && kept.at(-1) === '' ? kept.slice(0, -1) : kept
}
