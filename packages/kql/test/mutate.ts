/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const token = /\s+|[A-Za-z_$][\w-]*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[^\s\w]/g

const tokensOf = (kql: string): string[] => kql.match(token) ?? []

/** Pieces that break things: quotes, comments, extremes, characters outside the plain. */
const shards = [
  '"',
  "'",
  '\\',
  '//',
  '/*',
  ';',
  '|',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  '=',
  '..',
  '`',
  '@"',
  "h'",
  '\u0000',
  '\ud800',
  '\u{1f4a3}',
  '\u202e',
  '\r',
  '\n',
  '9223372036854775807',
  '-9223372036854775808',
  '1e308',
  'real(nan)',
  'long(null)',
  'dynamic(null)',
  'dynamic([])',
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
  '0',
  '-1',
  '1000000',
  "' OR 1=1 --",
  '"); SELECT 1; --"',
] as const

export interface Mutator {
  /** One input, made of the corpus' queries. */
  next(): string
}

/** Inputs of every kind of damage over a corpus of queries. */
export function mutator(corpus: readonly string[], seed: number): Mutator {
  const random = randomFrom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const one = <T>(items: readonly T[]): T => items[below(items.length)]!
  const query = (): string => one(corpus)
  const stepsOf = (kql: string): string[] => kql.split('|')

  const edited = (edit: (tokens: string[], at: number) => unknown): string => {
    const tokens = tokensOf(query())
    for (let times = 1 + below(3); times > 0; times--) if (tokens.length > 0) edit(tokens, below(tokens.length))
    return tokens.join('')
  }

  /** `f(f(…x…))` over some token, or nested brackets of one sort. */
  const nested = (depth: number): string => {
    const [open, close] = one([
      ['(', ')'],
      ['not(', ')'],
      ['iff(true, ', ', 1)'],
      ['tostring(', ')'],
      ['[', ']'],
      ['-', ''],
      ['{"a":', '}'],
      ['a.', ''],
      ['1 + (', ')'],
    ] as const)
    const tokens = tokensOf(query())
    const at = below(Math.max(1, tokens.length))
    tokens[at] = `${open.repeat(depth)}${tokens[at] ?? '1'}${close.repeat(depth)}`
    return tokens.join('')
  }

  const longList = (): string => {
    const item = one(['"abc"', '1', 'long(null)', 'datetime(2026-01-01)', '1h'])
    const items = Array(Math.ceil(100_000 / item.length))
      .fill(item)
      .join(',')
    return one([
      `print x = 1 in (${items})`,
      `print x = "a" has_any (${items})`,
      `print dynamic([${items}])`,
      `datatable(a:string)[${items}] | count`,
    ])
  }

  const ways: readonly (readonly [number, () => string])[] = [
    [8, () => edited((tokens, at) => tokens.splice(at, 1))],
    [8, () => edited((tokens, at) => tokens.splice(at, 0, tokens[at]!))],
    [8, () => edited((tokens, at) => tokens.splice(at, 1, tokens.splice(0, 1, tokens[at]!)[0]!))],
    [12, () => edited((tokens, at) => tokens.splice(at, 1, one(tokensOf(query())) ?? ''))],
    [12, () => edited((tokens, at) => tokens.splice(at, 0, one(shards)))],
    [12, () => edited((tokens, at) => tokens.splice(at, 1, one(shards)))],
    [24, () => [...stepsOf(query()).slice(0, 1 + below(4)), ...stepsOf(query()).slice(1)].join('|')],
    [6, () => edited((tokens, at) => tokens.splice(at, 1, anyCharacters(1 + below(6))))],
    [4, () => query().slice(0, below(400))],
    [4, () => nested(2 + below(60))],
    [0.1, () => nested(500 + below(1000))],
    [0.05, longList],
  ]
  const anyCharacters = (length: number) => String.fromCharCode(...Array.from({ length }, () => below(65536)))
  const total = ways.reduce((sum, [weight]) => sum + weight, 0)
  return {
    next: () => {
      let left = random() * total
      for (const [weight, way] of ways) {
        left -= weight
        if (left < 0) return way()
      }
      return query()
    },
  }
}
