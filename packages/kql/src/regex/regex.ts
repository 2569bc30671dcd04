import type { RRegex } from 'rregex'
import { memoized } from '../limits/bounded-cache.ts'
import { refusedValue } from '../values/refused-value.ts'
import { plainRegex } from './plain-regex.ts'
import { withRustRegex } from './rust-regex.ts'

/** One match: its position (UTF-16 units) and the requested groups; '' for a group that did not take part. */
export interface RegexMatch {
  readonly start: number
  readonly end: number
  readonly groups: readonly string[]
}

export interface KustoRegex {
  readonly groupCount: number
  readonly groupNames: ReadonlyMap<string, number>
  readonly test: (text: string) => boolean
  /** The leftmost match, with the given groups. */
  readonly first: (text: string, groups: readonly number[]) => RegexMatch | undefined
  /** The leftmost match that starts at `from` or later; anchors still see the text before it. */
  readonly find: (text: string, from: number) => Pick<RegexMatch, 'start' | 'end'> | undefined
  /** All matches, left to right; an empty match right after another one does not count. */
  readonly all: (text: string, groups: readonly number[]) => readonly RegexMatch[]
  /** The text with each match replaced; `${1}` stands for a group and `$$` for a dollar. */
  readonly replace: (text: string, template: string) => string
}

/** A compiled pattern, or why Kusto (or this engine) cannot run it; `problem` continues "the regular expression". */
export type RegexCompilation = { readonly regex: KustoRegex } | { readonly problem: string }

/** Compiles a pattern of Kusto's dialect (semantics 3.1). */
export const compileRegex = memoized(500, (pattern: string): RegexCompilation => {
  const plain = plainRegex(pattern)
  if (plain) return { regex: rustEngine(pattern, plain) }
  const groups = groupsOf(pattern)
  if ('result' in groups) return { regex: rustEngine(pattern, groups.result) }
  // Published rules write a lone bracket as `[[]`, which the crate rejects and which has no other meaning.
  const meant = pattern.replaceAll('[[]', '[\\[]')
  const groupsMeant = meant === pattern ? groups : groupsOf(meant)
  return 'result' in groupsMeant ? { regex: rustEngine(meant, groupsMeant.result) } : groups
})

/** Wrappers for a pattern that is anchored to an end of the text, or that may only start after its first character. */
const anchors = {
  start: ['\\A(?:', ')'],
  end: ['(?:', ')\\z'],
  behindOne: ['\\A(?s:.)|(?:', ')'],
} as const
export type Anchor = keyof typeof anchors

/** {@link compileRegex} of an anchored pattern. */
export const compileAnchored = (pattern: string, anchor: Anchor): RegexCompilation => anchored(`${anchor} ${pattern}`)

/** The pattern within an anchor, if it does not end with a comment. */
export const anchoredPattern = (pattern: string, anchor: Anchor): string => anchors[anchor].join(pattern)

const anchored = memoized(500, (key: string): RegexCompilation => {
  const pattern = key.slice(key.indexOf(' ') + 1)
  const alone = compileRegex(pattern)
  if ('problem' in alone) return alone
  const anchor = key.slice(0, key.indexOf(' ')) as Anchor
  const compilation = compileRegex(anchoredPattern(pattern, anchor))
  // A comment at the end of the pattern would swallow the closing parenthesis.
  return 'problem' in compilation ? compileRegex(anchoredPattern(`${pattern}\n`, anchor)) : compilation
})

/**
 * The pattern in RE2's syntax if RE2 agrees with Kusto on every text, so that the database can run it. Undefined: only the
 * JavaScript functions are exact.
 */
export const nativeRegex = (pattern: string): string | undefined => plainRegex(pattern)?.re2

type Groups = Pick<KustoRegex, 'groupCount' | 'groupNames'>

const groupsOf = (pattern: string): { readonly result: Groups } | { readonly problem: string } =>
  withRustRegex(pattern, regex => {
    const names: readonly (string | null)[] = regex.captureNames()
    return {
      groupCount: names.length - 1,
      groupNames: new Map(names.flatMap((name, index) => (name === null ? [] : [[name, index]]))),
    }
  })

function rustEngine(pattern: string, groups: Groups): KustoRegex {
  const run = <Result>(use: (regex: RRegex) => Result): Result => {
    const found = withRustRegex(pattern, use)
    if ('problem' in found) throw refusedValue('value-regex', found.problem)
    return found.result
  }
  return {
    ...groups,
    test: text => run(regex => regex.isMatch(text)),
    first: (text, wanted) => matches(text, wanted, template => run(regex => regex.replacen(text, 1, template)))[0],
    find(text, from) {
      const found = run(regex => regex.findAt(text, Buffer.byteLength(text.slice(0, from))))
      if (found === undefined) return undefined
      const start = Buffer.from(text).toString('utf8', 0, found.start).length
      return { start, end: start + found.value.length }
    },
    all: (text, wanted) => matches(text, wanted, template => run(regex => regex.replaceAll(text, template))),
    replace: (text, template) => run(regex => regex.replaceAll(text, template)),
  }
}

/**
 * Reads matches from a rewritten text with a mark before and after each group. The crate returns whole texts faster than
 * objects, and in its objects a group that did not take part shifts the others.
 */
function matches(
  text: string,
  groups: readonly number[],
  rewrite: (template: string) => string,
): readonly RegexMatch[] {
  const mark = markAbsentFrom(text)
  const wanted = [0, ...groups]
  const pieces = rewrite(`${wanted.map(group => `${mark}\${${group}}`).join('')}${mark}`).split(mark)
  const found: RegexMatch[] = []
  let end = 0
  for (let at = 0; at + wanted.length < pieces.length; at += wanted.length + 1) {
    const start = end + pieces[at]!.length
    end = start + pieces[at + 1]!.length
    found.push({ start, end, groups: pieces.slice(at + 2, at + 1 + wanted.length) })
  }
  return found
}

/** No suffix of the mark is also a prefix, so it is found only where it was inserted. */
function markAbsentFrom(text: string): string {
  let mark = '\u0001\u0003'
  for (let length = 1; text.includes(mark); length++) mark = `\u0001${'\u0002'.repeat(length)}\u0003`
  return mark
}
