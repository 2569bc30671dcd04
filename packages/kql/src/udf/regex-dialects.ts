import { boundedCache } from './bounded-cache.ts'
import { type Boundary, wordClass } from './regex-classes.ts'
import type { RegexNode } from './regex-syntax.ts'

/**
 * The same tree in RE2's syntax. Unicode word boundaries do not exist there: the text is then exact for ASCII
 * subjects only (`needsAsciiText`). undefined: RE2 cannot say it at all.
 */
export function toRe2(node: RegexNode): string | undefined {
  const text = re2.emit(node)
  return text.includes(impossible) ? undefined : text
}

/** The same tree for `new RegExp(text, 'v')`: every construct, but with backtracking. */
export const toJavaScript = (node: RegexNode): string => javaScript.emit(node)

/** Does the pattern look at word boundaries that are Unicode ones? */
export const hasUnicodeBoundary = (node: RegexNode): boolean => {
  switch (node.kind) {
    case 'boundary':
      return !node.ascii
    case 'group':
    case 'repeat':
      return hasUnicodeBoundary(node.body)
    case 'concat':
      return node.parts.some(hasUnicodeBoundary)
    case 'alternate':
      return node.choices.some(hasUnicodeBoundary)
    default:
      return false
  }
}

interface Leaves {
  readonly literal: (codePoint: number, fold: boolean) => string
  readonly characterClass: (text: string, plain: boolean, fold: boolean) => string
  readonly anchors: Readonly<Record<'start' | 'end' | 'lineStart' | 'lineEnd', string>>
  readonly boundary: (at: Boundary, ascii: boolean) => string
}

/** Marks what a dialect cannot say; not a character of any pattern text, which is escaped down to ASCII. */
const impossible = '\uffff'

const dialect = (leaves: Leaves) => {
  const emit = (node: RegexNode): string => {
    switch (node.kind) {
      case 'literal':
        return leaves.literal(node.codePoint, node.fold)
      case 'class':
        return leaves.characterClass(node.text, node.plain, node.fold)
      case 'anchor':
        return leaves.anchors[node.at]
      case 'boundary':
        return leaves.boundary(node.at, node.ascii)
      case 'group':
        return `(${node.captures ? '' : '?:'}${emit(node.body)})`
      case 'repeat':
        return `(?:${emit(node.body)})${bounds(node.min, node.max)}${node.greedy ? '' : '?'}`
      case 'concat':
        return node.parts.map(emit).join('')
      case 'alternate':
        return `(?:${node.choices.map(emit).join('|')})`
    }
  }
  return { emit }
}

const shortBounds: Readonly<Record<string, string>> = { '0,Infinity': '*', '1,Infinity': '+', '0,1': '?' }
const bounds = (min: number, max: number): string =>
  shortBounds[`${min},${max}`] ?? (min === max ? `{${min}}` : `{${min},${max === Infinity ? '' : max}}`)

const hexadecimal = (codePoint: number): string => `x{${codePoint.toString(16)}}`
const isWordCharacter = (codePoint: number): boolean => /[0-9A-Za-z]/.test(String.fromCodePoint(codePoint))
const isCased = (codePoint: number): boolean => foldVariants(codePoint).length > 1

/** The Unicode `\w` and `\s` in the properties RE2 has: it lacks Alphabetic, Join_Control and White_Space. */
const re2Word =
  '\\p{L}\\p{M}\\p{Nl}\\p{Nd}\\p{Pc}\\x{200c}\\x{200d}\\x{24b6}-\\x{24e9}\\x{1f130}-\\x{1f149}\\x{1f150}-\\x{1f169}\\x{1f170}-\\x{1f189}'
const re2Space = '\\t-\\r\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}'
/** Nested classes, set operations and properties other than the ones above. */
const beyondRe2 = /.\[|\\[pP]\{(?!(?:L|M|Nl|Nd|Pc)\})/

const re2 = dialect({
  literal(codePoint, fold) {
    const text = isWordCharacter(codePoint) ? String.fromCodePoint(codePoint) : `\\${hexadecimal(codePoint)}`
    return fold && isCased(codePoint) ? `(?i:${text})` : text
  },
  characterClass(text, plain, fold) {
    const same = text.replaceAll(wordClass, re2Word).replaceAll('\\p{White_Space}', re2Space).replaceAll('\\u{', '\\x{')
    if (same === '[]') return impossible
    if (same === '[^]') return '(?s:.)'
    if (!plain && beyondRe2.test(same)) return rangesText(text, fold, '\\x')
    return fold ? `(?i:${same})` : same
  },
  anchors: { start: '\\A', end: '\\z', lineStart: '(?m:^)', lineEnd: '(?m:$)' },
  boundary: at => (at === 'word' ? '\\b' : at === 'inside' ? '\\B' : impossible),
})

/** `^` and `$` know only `\n` as a line end; JavaScript's own multi-line mode knows more. */
const javaScript = dialect({
  literal(codePoint, fold) {
    const variants = fold ? foldVariants(codePoint) : [codePoint]
    const text = variants.map(variant => `\\u{${variant.toString(16)}}`).join('')
    return variants.length === 1 ? text : `[${text}]`
  },
  characterClass: (text, _plain, fold) => (fold ? rangesText(text, true, '\\u') : text),
  anchors: { start: '^', end: '$', lineStart: '(?<![^\\n])', lineEnd: '(?![^\\n])' },
  boundary(at, ascii) {
    const word = ascii ? '[0-9A-Za-z_]' : `[${wordClass}]`
    const sides: Readonly<Record<Boundary, string>> = {
      word: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
      inside: `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
      start: `(?<!${word})(?=${word})`,
      end: `(?<=${word})(?!${word})`,
      startHalf: `(?<!${word})`,
      endHalf: `(?!${word})`,
    }
    return sides[at]
  },
})

const classRanges = boundedCache(200, (key: string): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = []
  const [text, flags] = [key.slice(1), key.startsWith('i') ? 'giv' : 'gv']
  for (const [run] of everyCharacter().matchAll(new RegExp(`${text}+`, flags))) {
    const first = run.codePointAt(0)!
    const last = [...run.slice(-2)].at(-1)!.codePointAt(0)!
    // The surrogates lie between these two and are in no text.
    if (first < 0xd800 && last > 0xdfff) ranges.push([first, 0xd7ff], [0xe000, last])
    else ranges.push([first, last])
  }
  return ranges
})

/** A class as explicit ranges, case variants included when it folds: the one form that every dialect reads alike. */
function rangesText(text: string, fold: boolean, prefix: '\\x' | '\\u'): string {
  const point = (codePoint: number): string => `${prefix}{${codePoint.toString(16)}}`
  const ranges = classRanges(`${fold ? 'i' : ' '}${text}`)
  if (ranges.length === 0) return prefix === '\\x' ? impossible : '[]'
  return `[${ranges.map(([from, to]) => (from === to ? point(from) : `${point(from)}-${point(to)}`)).join('')}]`
}

let characters: string | undefined
function everyCharacter(): string {
  if (characters !== undefined) return characters
  const parts: string[] = []
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++)
    if (codePoint < 0xd800 || codePoint > 0xdfff) parts.push(String.fromCodePoint(codePoint))
  characters = parts.join('')
  return characters
}

const foldCache = new Map<number, readonly number[]>()

/** The code points that simple case folding maps together with this one, itself included (semantics 2.2). */
function foldVariants(codePoint: number): readonly number[] {
  const known = foldCache.get(codePoint)
  if (known !== undefined) return known
  const same = new RegExp(`[\\u{${codePoint.toString(16)}}]`, 'giv')
  const variants = [
    ...new Set([codePoint, ...[...casedCharacters().matchAll(same)].map(found => found[0].codePointAt(0)!)]),
  ]
  foldCache.set(codePoint, variants)
  return variants
}

let cased: string | undefined
const casedCharacters = (): string =>
  (cased ??= (everyCharacter().match(/[\p{Changes_When_Casemapped}\p{Changes_When_Casefolded}]/gu) ?? []).join(''))
