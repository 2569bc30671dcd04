import { hostileNumbers, hostilePaths, hostileTexts, hostileTimes, inheritedNames } from './shards.mjs'

const shards = [
  ...hostileTexts,
  ...hostileNumbers,
  ...hostileTimes,
  ...inheritedNames,
  ...hostilePaths,
  ...[
    ': ',
    '- ',
    '\n',
    '\t',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '#',
    '|',
    '>',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '---\n',
  ],
  ...[
    'null',
    '~',
    'true',
    'yes',
    '{}',
    '[]',
    '{n}',
    '{{',
    '}}',
    '${',
    '[concat(',
    "[parameters('x')]",
    '\\',
    '\\u0000',
    '%00',
  ],
].map(text => Buffer.from(text))

const openers = ['[', '{"a":', '(', 'not(', '- ', '? ', '{{', '"', '!!x ', "[concat('", '&a [']
const closers = { '[': ']', '{"a":': '}', '(': ')', 'not(': ')', '{{': '}}', '&a [': ']' }

/** Depths of nesting and repetition; the large ones are rare because they take long. */
const sizes = [
  [10, 10],
  [10, 60],
  [3, 1000],
  [1, 10_000],
]

/** Damage to any text or bytes: `(choices, bytes, other bytes of the corpus) → bytes`. */
const ways = [
  [4, (at, bytes) => edited(bytes, at.below(bytes.length), 1, Buffer.from([at.below(256)]))],
  [4, (at, bytes) => flipped(bytes, at.below(bytes.length), at.below(8))],
  [4, (at, bytes) => edited(bytes, at.below(bytes.length), 1 + at.below(60))],
  [2, (at, bytes) => bytes.subarray(0, at.below(bytes.length))],
  [5, (at, bytes) => withoutLine(at, bytes)],
  [5, (at, bytes) => withLineTwice(at, bytes)],
  [8, (at, bytes) => edited(bytes, at.below(bytes.length), 0, at.one(shards))],
  [12, (at, bytes) => withValue(at, bytes, at.one(shards))],
  [
    4,
    (at, bytes, other) =>
      Buffer.concat([bytes.subarray(0, at.below(bytes.length)), other.subarray(at.below(other.length))]),
  ],
  [4, (at, bytes, other) => edited(bytes, at.below(bytes.length), 0, slice(at, other))],
  [2, (at, bytes) => nested(at, bytes, at.weighted(sizes))],
  [2, (at, bytes) => edited(bytes, at.below(bytes.length), 0, repeated(at.one(shards), at.weighted(sizes)))],
  [1, (_, bytes) => Buffer.concat([Buffer.from('\ufeff'), bytes])],
  [1, (_, bytes) => Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')],
  [1, (_, bytes) => Buffer.from(bytes.toString(), 'utf16le')],
  [1, at => Buffer.from(Array.from({ length: at.below(200) }, () => at.below(256)))],
]

/** Damages `bytes` one to four times; pieces of `other` may be inserted. */
export function mutateBytes(at, bytes, other) {
  let damaged = bytes
  for (let times = 1 + at.below(3); times > 0; times--) damaged = at.weighted(ways)(at, damaged, other)
  return damaged
}

const edited = (bytes, start, length, inserted = Buffer.alloc(0)) =>
  Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + length)])

function flipped(bytes, index, bit) {
  const copy = Buffer.from(bytes)
  if (copy.length > 0) copy[index] ^= 1 << bit
  return copy
}

function slice(at, bytes) {
  const start = at.below(bytes.length)
  return bytes.subarray(start, start + at.below(200))
}

const repeated = (shard, count) => Buffer.concat(Array(count).fill(shard))

function nested(at, bytes, depth) {
  const opener = at.one(openers)
  const start = at.below(bytes.length)
  const closing = at.chance(0.5) ? (closers[opener] ?? '') : ''
  const inner = Buffer.concat([Buffer.from(opener.repeat(depth)), slice(at, bytes), Buffer.from(closing.repeat(depth))])
  return edited(bytes, start, 0, inner)
}

// Latin-1 preserves every byte, even of invalid UTF-8.
const linesOf = bytes => bytes.toString('latin1').split(/(?<=\n)/)
const ofLines = lines => Buffer.from(lines.join(''), 'latin1')

function withoutLine(at, bytes) {
  const lines = linesOf(bytes)
  lines.splice(at.below(lines.length), 1 + at.below(3))
  return ofLines(lines)
}

function withLineTwice(at, bytes) {
  const lines = linesOf(bytes)
  const line = at.below(lines.length)
  lines.splice(at.chance(0.5) ? line : at.below(lines.length), 0, lines[line])
  return ofLines(lines)
}

/** Replaces what follows a colon, a comma or a bracket, up to the next one, by `value`. */
function withValue(at, bytes, value) {
  const text = bytes.toString('latin1')
  const values = [...text.matchAll(/(?<=[:,[{=-] ?)[^\s,:[\]{}][^,\n\]}]*/g)]
  if (values.length === 0) return bytes
  const { index, 0: written } = at.one(values)
  return edited(bytes, index, written.length, value)
}
