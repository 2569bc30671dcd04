import { SCALAR_STYLE, type ScalarEvent, type ScalarStyle } from 'js-yaml'

/** A run of a scalar's text: written unit for unit from `from` on, or as a whole at `from` (an escape, a line break). */
interface Piece {
  readonly length: number
  readonly from: number
  readonly verbatim: boolean
}

const lineBreaks = /\r\n?|\n/g

/** What flow scalars do not write verbatim: white space with line breaks, doubled quotes, escapes. */
const space = String.raw`[ \t]+(?:[\r\n][ \t\r\n]*)?|[\r\n][ \t\r\n]*`
const rewrites: Partial<Record<ScalarStyle, RegExp>> = {
  [SCALAR_STYLE.PLAIN]: new RegExp(space, 'g'),
  [SCALAR_STYLE.SINGLE_QUOTED]: new RegExp(`''|${space}`, 'g'),
  [SCALAR_STYLE.DOUBLE_QUOTED]: new RegExp(
    String.raw`\\(?:x..|u.{4}|U(?<long>.{8})|[\r\n][ \t\r\n]*|[^])|${space}`,
    'g',
  ),
}

const whole = (from: number, length = 1): Piece => ({ length, from, verbatim: false })

/** One break folds into a space; of several the first is dropped (YAML 1.2, 6.5). */
const folded = (breaks: readonly number[]): readonly Piece[] =>
  (breaks.length === 1 ? breaks : breaks.slice(1)).map(from => whole(from))

function rewritten(match: RegExpMatchArray, from: number): readonly Piece[] {
  const token = match[0]
  const breaks = Array.from(token.matchAll(lineBreaks), found => from + found.index)
  if (token.startsWith('\\')) {
    if (breaks.length > 0) return []
    return [whole(from, Number.parseInt(match.groups?.long ?? '0', 16) > 0xffff ? 2 : 1)]
  }
  if (breaks.length > 0) return folded(breaks)
  return token.startsWith("'") ? [whole(from)] : [{ length: token.length, from, verbatim: true }]
}

function* flowPieces(source: string, { style, valueStart, valueEnd }: ScalarEvent): Generator<Piece> {
  let from = valueStart
  for (const match of source.slice(valueStart, valueEnd).matchAll(rewrites[style]!)) {
    const start = valueStart + match.index
    yield { length: start - from, from, verbatim: true }
    yield* rewritten(match, start)
    from = start + match[0].length
  }
  yield { length: valueEnd - from, from, verbatim: true }
  yield whole(valueEnd, 0)
}

interface Line {
  readonly start: number
  /** Offset of the line break, or the end of the text. */
  readonly end: number
}

function* linesOf(source: string, start: number, end: number): Generator<Line> {
  let from = start
  for (const found of source.slice(start, end).matchAll(lineBreaks)) {
    yield { start: from, end: start + found.index }
    from = start + found.index + found[0].length
  }
  if (from < end) yield { start: from, end }
}

/** Which of the line breaks after the last content line belong to the text, by chomping mode: clip, strip, keep. */
const kept = {
  1: (breaks: readonly number[]) => breaks.slice(0, 1),
  2: () => [],
  3: (breaks: readonly number[]) => breaks,
} as const

function* blockPieces(source: string, event: ScalarEvent): Generator<Piece> {
  const folds = event.style === SCALAR_STYLE.FOLDED_BLOCK
  let breaks: number[] = []
  let contentEnd: number | undefined
  let indentedBefore = false
  for (const { start, end } of linesOf(source, event.valueStart, event.valueEnd)) {
    const from = start + event.indent
    const blank = event.indent < 0 || (end <= from && source.slice(start, end).trim() === '')
    if (!blank) {
      const indented = source[from] === ' ' || source[from] === '\t'
      const foldsHere = folds && contentEnd !== undefined && !indented && !indentedBefore
      yield* foldsHere ? folded(breaks) : breaks.map(at => whole(at))
      yield { length: end - from, from, verbatim: true }
      breaks = []
      contentEnd = end
      indentedBefore = indented
    }
    breaks.push(end)
  }
  const last = contentEnd === undefined && event.chomping !== 3 ? [] : kept[event.chomping](breaks)
  yield* last.map(at => whole(at))
  yield whole(last.at(-1) ?? contentEnd ?? event.valueStart, 0)
}

/** Literal or folded. */
export const isBlock = (style: ScalarStyle): boolean =>
  style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK

/**
 * Where each UTF-16 unit of a scalar's text was written in `source`. An index past the end gives the end of what was
 * written, which in a block scalar is before its last line break, so that a message there stays on the last line.
 */
export function scalarOffsets(source: string, event: ScalarEvent): (index: number) => number {
  if (event.fast) return index => Math.max(event.valueStart, Math.min(event.valueStart + index, event.valueEnd))
  let located: { readonly at: number; readonly piece: Piece }[] | undefined
  return index => {
    located ??= locate(isBlock(event.style) ? blockPieces(source, event) : flowPieces(source, event))
    let low = 0
    let high = located.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (located[middle]!.at <= index) low = middle
      else high = middle - 1
    }
    const { at, piece } = located[low]!
    return piece.verbatim ? piece.from + Math.max(0, index - at) : piece.from
  }
}

function locate(pieces: Iterable<Piece>): { at: number; piece: Piece }[] {
  const located = []
  let at = 0
  for (const piece of pieces) {
    located.push({ at, piece })
    at += piece.length
  }
  return located
}
