import { randomFrom } from '../../../scripts/fuzz/random.mjs'

/** A regular expression of Kusto's dialect and texts that it may match, made of the same few characters. */
export interface RegexInput {
  readonly pattern: string
  /** The same with a name for each group: `g1`, `g2`, … */
  readonly named: string
  readonly texts: readonly string[]
}

/** Characters of every kind that an engine may see differently: cases that fold oddly, joiners, marks, digits, pairs. */
const characters = [
  ...'aAbBkKsSiI019_ -.,:/\\$^|#&~"\'{}()[]<>',
  ...'\n\r\t\u0000\u000b\u0085\u00a0\u2028\u200d\u200c\ufeff\u0301\u0345',
  ...'éÉßẞſKİıÅåσςΣΐΐﬅﬆǆǅдЖ٣१٣中文ｱ①Ⅷ',
  ...'😀👩👍🏽𝒜𐐀𐐨𑋠𖿢',
]

type Random = (below: number) => number

const perls = ['\\d', '\\D', '\\w', '\\W', '\\s', '\\S']
const properties = [
  '\\pL',
  '\\PL',
  '\\p{Lu}',
  '\\p{Greek}',
  '\\p{^Han}',
  '\\p{script=Cyrillic}',
  '\\p{Alphabetic}',
  '\\p{Emoji}',
  '\\p{gc:Nd}',
  '\\p{any}',
  '\\p{ascii}',
  '\\P{White_Space}',
]
const posix = ['[:alpha:]', '[:^alpha:]', '[:digit:]', '[:word:]', '[:space:]', '[:punct:]', '[:xdigit:]', '[:upper:]']
const assertions = [
  '^',
  '$',
  '\\A',
  '\\z',
  '\\b',
  '\\B',
  '\\b{start}',
  '\\b{end}',
  '\\b{start-half}',
  '\\b{end-half}',
  '\\<',
  '\\>',
]
const flags = ['i', 'm', 's', 'U', 'x', 'u', 'R', '-u', 'is', 'i-s', '-i', 'mU', '-m', 'x-i', 'smi']
const repetitions = ['*', '+', '?', '{2}', '{1,}', '{0,2}', '{2,3}', '{0}', '{1}']
/** Most of these the dialect rejects; the rest mean what one may not expect. */
const oddities = [
  '[[]',
  'a{b}',
  '\\0',
  '(?=a)',
  '(a)\\1',
  '[z-a]',
  '[a-\\d]',
  '[\\w-.]',
  'a**',
  'x{,2}',
  '\\y',
  '[]a]',
  '[^]a]',
  '[a-]',
  '[-a]',
  '[]-a]',
  '[--a]',
  '[a&b]',
  '{',
  '}',
  ']',
  ')',
  '|',
  '(?)',
  '(?i-)',
  '\\x{110000}',
  '\\ud800',
  '\\x41',
  '\\u0042',
  '\\U0001F600',
  '\\x{212a}',
  '\\ ',
  '\\#',
  '\\<',
  '\\"',
  '\\é',
]

const escaped = (character: string): string => (/[\\.+*?()|[\]{}^$#&~-]/.test(character) ? `\\${character}` : character)

/** Inputs without end, decided by the seed; every `RegexInput` has `texts` texts. */
export function* regexInputs(seed: number, texts: number): Generator<RegexInput> {
  const number = randomFrom(seed)
  const random: Random = below => Math.floor(number() * below)
  for (;;) {
    const shape = expression(random, 3)
    let group = 0
    yield {
      pattern: shape.replaceAll(opening, '('),
      named: shape.replaceAll(opening, () => `(?P<g${++group}>`),
      texts: Array.from({ length: texts }, () => text(random)),
    }
  }
}

/** Stands for the bracket of a group until it is known whether it has a name; not among the characters. */
const opening = '\ue000'

const one = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)]!
const several = (random: Random, most: number, make: () => string): string =>
  Array.from({ length: random(most + 1) }, make).join('')

function expression(random: Random, depth: number): string {
  const choices = Array.from({ length: random(4) === 0 ? 1 + random(3) : 1 }, () =>
    several(random, 4, () => atom(random, depth) + (random(3) === 0 ? repetition(random) : '')),
  )
  return choices.join('|')
}

const repetition = (random: Random): string => one(random, repetitions) + (random(4) === 0 ? '?' : '')

function atom(random: Random, depth: number): string {
  const kind = random(depth > 0 ? 24 : 16)
  if (kind < 6) return escaped(one(random, characters))
  if (kind < 8) return '.'
  if (kind < 10) return one(random, perls)
  if (kind < 12) return random(3) === 0 ? one(random, assertions) : one(random, ['^', '$', '\\b', '\\B'])
  if (kind < 14) return bracket(random, 2)
  if (kind === 14) return one(random, properties)
  if (kind === 15) return random(6) === 0 ? one(random, oddities) : escaped(one(random, characters))
  if (kind < 20) return `${opening}${expression(random, depth - 1)})`
  if (kind < 22) return `(?:${expression(random, depth - 1)})`
  return kind === 22 ? `(?${one(random, flags)}:${expression(random, depth - 1)})` : `(?${one(random, flags)})`
}

function bracket(random: Random, depth: number): string {
  const members = () =>
    Array.from({ length: 1 + random(3) }, () => {
      const kind = random(12)
      if (kind < 6) return escaped(one(random, characters))
      if (kind < 8) return range(random)
      if (kind < 10) return one(random, perls)
      if (kind === 10) return one(random, [...properties, ...posix])
      return depth > 0 ? bracket(random, depth - 1) : 'a'
    }).join('')
  const operation = random(6) === 0 ? one(random, ['&&', '--', '~~']) + members() : ''
  return `[${random(3) === 0 ? '^' : ''}${members()}${operation}]`
}

function range(random: Random): string {
  const [from, to] = [one(random, characters), one(random, characters)].sort(
    (a, b) => a.codePointAt(0)! - b.codePointAt(0)!,
  )
  return `${escaped(from!)}-${escaped(to!)}`
}

const text = (random: Random): string => {
  const few = Array.from({ length: 1 + random(6) }, () => one(random, characters))
  return several(random, 12, () => one(random, random(5) === 0 ? characters : few))
}
