import { randomFrom } from '../../../../scripts/fuzz/random.mjs'

/**
 * A regular expression of Kusto's dialect and texts that it may match, made of the same few characters; `named` is the
 * pattern with a name for each group: `g1`, `g2`, …
 * @typedef {{ readonly pattern: string, readonly named: string, readonly texts: readonly string[] }} RegexInput
 */

/** Characters of every kind that an engine may see differently: cases that fold oddly, joiners, marks, digits, pairs. */
const characters = [
  ...'aAbBkKsSiI019_% -.,:/\\$^|#&~"\'{}()[]<>',
  ...'\n\r\t\u0000\u000b\u0085\u00a0\u2028\u200d\u200c\ufeff\u0301\u0345',
  ...'éÉßẞſKİıÅåσςΣΐΐﬅﬆǆǅдЖ٣१٣中文ｱ①Ⅷ',
  ...'😀👩👍🏽𝒜𐐀𐐨𑋠𖿢',
]

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

const escaped = character => (/[\\.+*?()|[\]{}^$#&~-]/.test(character) ? `\\${character}` : character)

/**
 * An input of `texts` texts, decided by the seed.
 * @param {number} seed
 * @param {number} texts
 * @returns {RegexInput}
 */
export function regexInput(seed, texts) {
  const number = randomFrom(seed)
  const random = below => Math.floor(number() * below)
  const shape = expression(random, 3)
  let group = 0
  return {
    pattern: shape.replaceAll(opening, '('),
    named: shape.replaceAll(opening, () => `(?P<g${++group}>`),
    texts: Array.from({ length: texts }, () => text(random)),
  }
}

/** Stands for the bracket of a group until it is known whether it has a name; not among the characters. */
const opening = '\ue000'

const one = (random, items) => items[random(items.length)]
const several = (random, most, make) => Array.from({ length: random(most + 1) }, make).join('')

function expression(random, depth) {
  const choices = Array.from({ length: random(4) === 0 ? 1 + random(3) : 1 }, () =>
    several(random, 4, () => atom(random, depth) + (random(3) === 0 ? repetition(random) : '')),
  )
  return choices.join('|')
}

const repetition = random => one(random, repetitions) + (random(4) === 0 ? '?' : '')

function atom(random, depth) {
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

function bracket(random, depth) {
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

function range(random) {
  const [from, to] = [one(random, characters), one(random, characters)].sort(
    (a, b) => a.codePointAt(0) - b.codePointAt(0),
  )
  return `${escaped(from)}-${escaped(to)}`
}

const text = random => {
  const few = Array.from({ length: 1 + random(6) }, () => one(random, characters))
  return several(random, 12, () => one(random, random(5) === 0 ? characters : few))
}
