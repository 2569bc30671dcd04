import { RE2JS, RE2JSException } from 're2js'
import { boundedCache } from './bounded-cache.ts'
import { hasUnicodeBoundary, toJavaScript, toRe2 } from './regex-dialects.ts'
import { parseRegex, type RegexNode } from './regex-syntax.ts'

/** One match: where it lies (UTF-16 units) and its groups, group 0 first; a group that took no part is undefined. */
export interface RegexMatch {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

export interface KustoRegex {
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  readonly test: (text: string) => boolean
  /** The leftmost match that starts at `from` or later. */
  readonly find: (text: string, from: number) => RegexMatch | undefined
}

/** A compiled pattern, or why Kusto (or we) cannot run it; `problem` reads after "the regular expression". */
export type RegexCompilation = { readonly regex: KustoRegex } | { readonly problem: string }

/** Compile a pattern of Kusto's dialect (semantics 3.1), as it is or tied to one end of the text. */
export const compileRegex = (pattern: string, tiedTo: 'nothing' | 'start' | 'end' = 'nothing'): RegexCompilation =>
  compiled(`${tiedTo} ${pattern}`)

/**
 * The pattern in RE2's syntax when RE2 answers like Kusto on every text, so that the database can run it itself.
 * Undefined: only the JavaScript functions are exact.
 */
export function nativeRegex(pattern: string): string | undefined {
  const parsed = parseRegex(pattern)
  if (!parsed.ok || hasUnicodeBoundary(parsed.root)) return undefined
  const text = toRe2(parsed.root)
  return text === undefined || expandedLength(parsed.root) > longestNative ? undefined : text
}

/** Weights of what RE2 unrolls: its program is limited in size, and Unicode classes are large. */
const longestNative = 5000
const unicodeClassWeight = 150

function expandedLength(node: RegexNode): number {
  switch (node.kind) {
    case 'class':
      return node.plain ? 1 : unicodeClassWeight
    case 'group':
      return expandedLength(node.body)
    case 'repeat': {
      const times = Number.isFinite(node.max) ? node.max : node.min + 1
      return times > longestRepetition ? Infinity : times * expandedLength(node.body)
    }
    case 'concat':
      return node.parts.reduce((sum, part) => sum + expandedLength(part), 0)
    case 'alternate':
      return node.choices.reduce((sum, part) => sum + expandedLength(part), 0)
    default:
      return 1
  }
}

/** RE2 rejects counted repetitions beyond this; Kusto does not. */
const longestRepetition = 1000

const compiled = boundedCache(500, (key: string): RegexCompilation => {
  const [tiedTo, pattern] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
  const parsed = parseRegex(pattern)
  if (!parsed.ok) return { problem: parsed.problem }
  const root = tied(parsed.root, tiedTo)
  const linear = re2Engine(toRe2(root))
  const javaScript = lazily(() => javaScriptEngine(toJavaScript(root)))
  const needsAscii = hasUnicodeBoundary(root)
  const engineFor = (text: string): Engine =>
    linear !== undefined && (!needsAscii || isAscii(text)) ? linear : javaScript()
  return {
    regex: {
      groupCount: parsed.groups,
      groupNames: parsed.names,
      test: text => engineFor(text).test(text),
      find: (text, from) => engineFor(text).find(text, from),
    },
  }
})

const tied = (root: RegexNode, to: string): RegexNode => {
  const body: RegexNode = { kind: 'group', captures: false, body: root }
  if (to === 'start') return { kind: 'concat', parts: [{ kind: 'anchor', at: 'start' }, body] }
  return to === 'end' ? { kind: 'concat', parts: [body, { kind: 'anchor', at: 'end' }] } : root
}

const lazily = <Value>(make: () => Value): (() => Value) => {
  let value: Value | undefined
  return () => (value ??= make())
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range starts at NUL
const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

type Engine = Pick<KustoRegex, 'test' | 'find'>

/** Linear time, like the engine it stands in for. Undefined for what RE2 cannot say or finds too large. */
function re2Engine(pattern: string | undefined): Engine | undefined {
  const re2 = pattern === undefined ? undefined : compiledRe2(pattern)
  if (re2 === undefined) return undefined
  const groupCount = re2.groupCount()
  return {
    test: text => re2.test(text),
    find(text, from) {
      const matcher = re2.matcher(text)
      if (!matcher.find(from)) return undefined
      const groups: (string | undefined)[] = []
      for (let group = 0; group <= groupCount; group++) groups.push(matcher.group(group) ?? undefined)
      return { start: matcher.start(0), end: matcher.end(0), groups }
    },
  }
}

function compiledRe2(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (error instanceof RE2JSException) return undefined
    throw error
  }
}

/** Backtracking; only for Unicode word boundaries in non-ASCII text and repetitions RE2 finds too long. */
function javaScriptEngine(pattern: string): Engine {
  const expression = new RegExp(pattern, 'gv')
  const find = (text: string, from: number): RegexMatch | undefined => {
    expression.lastIndex = from
    const found = expression.exec(text)
    return found === null ? undefined : { start: found.index, end: found.index + found[0].length, groups: [...found] }
  }
  return { find, test: text => find(text, 0) !== undefined }
}

/** All matches, left to right; an empty one right where another ended does not count, as in the Rust crate. */
export function* matchesOf(regex: KustoRegex, text: string): Generator<RegexMatch> {
  let from = 0
  let lastEnd = -1
  while (from <= text.length) {
    const match = regex.find(text, from)
    if (match === undefined) return
    if (match.end > match.start || match.start !== lastEnd) {
      yield match
      lastEnd = match.end
    }
    from = match.end > match.start ? match.end : match.end + (text.codePointAt(match.end)! > 0xffff ? 2 : 1)
  }
}
