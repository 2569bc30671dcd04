/** Pieces that break things: quotes, comments, extremes, unusual characters. */
const shards = [
  ...['"', "'", '\\', '//', '/*', ';', '|', '(', ')', '[', ']', '{', '}', ',', '=', '..', '`', '@"', "h'", '```'],
  ...['\u0000', '\ud800', '\u{1f4a3}', '\u202e', '\r', '\n', '##vso[x]', '\n::error::x'],
  ...[
    '9223372036854775807',
    '-9223372036854775808',
    '1e308',
    'real(nan)',
    'long(null)',
    'dynamic(null)',
    'dynamic([])',
  ],
  ...[
    'datetime(9999-12-31)',
    'datetime(null)',
    '""',
    '"\\0"',
    '1tick',
    '$left',
    '$right',
    '*',
    'let',
    'by',
    'on',
    'null',
  ],
  ...['0', '-1', '1000000', "' OR 1=1 --", '"); SELECT 1; --"', '__proto__', 'constructor', 'hasOwnProperty'],
]

const openers = [
  ['(', ')'],
  ['not(', ')'],
  ['iff(true, ', ', 1)'],
  ['tostring(', ')'],
  ['[', ']'],
  ['-', ''],
  ['{"a":', '}'],
  ['a.', ''],
  ['1 + (', ')'],
  ['T | where x in (', ')'],
  ['T | join (', ') on x'],
]

const token = /\s+|[A-Za-z_$][\w-]*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s\w]/g
const tokensIn = query => query.match(token) ?? []

const edit = change => (at, query, other) => {
  const tokens = tokensIn(query)
  for (let times = 1 + at.below(3); times > 0; times--)
    if (tokens.length > 0) change(tokens, at.below(tokens.length), at, other)
  return tokens.join('')
}

/** `f(f(…x…))` around a token, or nested brackets of one kind; half of them are never closed. */
const nested = depth => (at, query) => {
  const [open, close] = at.one(openers)
  const tokens = tokensIn(query)
  const index = at.below(Math.max(1, tokens.length))
  const closing = at.chance(0.5) ? close.repeat(depth(at)) : ''
  tokens[index] = `${open.repeat(depth(at))}${tokens[index] ?? '1'}${closing}`
  return tokens.join('')
}

const longList = at => {
  const item = at.one(['"abc"', '1', 'long(null)', 'datetime(2026-01-01)', '1h'])
  const items = Array(Math.ceil(100_000 / item.length))
    .fill(item)
    .join(',')
  return at.one([
    `print x = 1 in (${items})`,
    `print x = "a" has_any (${items})`,
    `print dynamic([${items}])`,
    `datatable(a:string)[${items}] | count`,
  ])
}

const steps = query => query.split('|')
const anyCharacters = at => String.fromCharCode(...Array.from({ length: 1 + at.below(6) }, () => at.below(65536)))

const ways = [
  [8, edit((tokens, index) => tokens.splice(index, 1))],
  [8, edit((tokens, index) => tokens.splice(index, 0, tokens[index]))],
  [8, edit((tokens, index) => tokens.splice(index, 1, tokens.splice(0, 1, tokens[index])[0]))],
  [12, edit((tokens, index, at, other) => tokens.splice(index, 1, at.one(tokensIn(other)) ?? ''))],
  [12, edit((tokens, index, at) => tokens.splice(index, 0, at.one(shards)))],
  [12, edit((tokens, index, at) => tokens.splice(index, 1, at.one(shards)))],
  [24, (at, query, other) => [...steps(query).slice(0, 1 + at.below(4)), ...steps(other).slice(1)].join('|')],
  [6, edit((tokens, index, at) => tokens.splice(index, 1, anyCharacters(at)))],
  [4, (at, query) => query.slice(0, at.below(400))],
  [4, nested(at => 2 + at.below(60))],
  [0.1, nested(at => 500 + at.below(1000))],
  [0.05, longList],
]

/** A query damaged in one way; tokens of `other` may be inserted. */
export const mutateQuery = (at, query, other) => at.weighted(ways)(at, query, other)
