import type { JsonValue } from '@tripline/diagnostics'
import { describe, expect, it } from 'vitest'
import { mergeYaml, parseYaml, plainValue } from '../src/index.ts'
import { randomNumbers, writtenAtRandom } from './written-at-random.ts'

type Members = Readonly<Record<string, JsonValue>>

const plainOf = (text: string): Members => plainValue(parseYaml({ path: 'x.yaml', text }).value!) as Members
const changed = (text: string, change: (plain: Members) => Members, rank?: (key: string) => number) =>
  mergeYaml({ path: 'x.yaml', text }, plainOf(text), change(plainOf(text)), rank)

describe('a merged document keeps comments and layout', () => {
  const text = `# head
name:   "A rule"   # quoted
severity: High  # why
tactics: [ InitialAccess, Persistence ] # flow
techniques:
- T1078   # accounts

# about the next
- T1110
entities:
  - type: IP    # address
    fields:
      - { id: Address, column: 'IPAddress' }
  # a host
  - type: Host
query: |  # kept
  T
  | take 1
last: ~
# tail
`
  it.each<readonly [string, (plain: Members) => Members, readonly (readonly [string, string])[]]>([
    ['of a scalar', one => ({ ...one, severity: 'Low' }), [['severity: High', 'severity: Low']]],
    ['of a quoted scalar', one => ({ ...one, name: 'B: "x"' }), [['"A rule"', '"B: \\"x\\""']]],
    ['of a scalar that needs quotes', one => ({ ...one, severity: 'no: #x' }), [['High', "'no: #x'"]]],
    ['of a number', one => ({ ...one, severity: 5 }), [['High', '5']]],
    [
      'that appends to a flow list',
      one => ({ ...one, tactics: ['InitialAccess', 'Persistence', 'a, b'] }),
      [['Persistence', "Persistence, 'a, b'"]],
    ],
    [
      'that begins a flow list',
      one => ({ ...one, tactics: ['Impact', 'InitialAccess', 'Persistence'] }),
      [['InitialAccess', 'Impact, InitialAccess']],
    ],
    ['that shortens a flow list', one => ({ ...one, tactics: ['Persistence'] }), [['InitialAccess, ', '']]],
    [
      'that appends to a list',
      one => ({ ...one, techniques: ['T1078', 'T1110', 'T1486'] }),
      [['- T1110\n', '- T1110\n- T1486\n']],
    ],
    [
      'that begins a list',
      one => ({ ...one, techniques: ['T1486', 'T1078', 'T1110'] }),
      [['- T1078', '- T1486\n- T1078']],
    ],
    ['that shortens a list', one => ({ ...one, techniques: ['T1078'] }), [['- T1110\n', '']]],
    ['of an item', one => ({ ...one, techniques: ['T1079', 'T1110'] }), [['T1078', 'T1079']]],
    [
      'deep inside',
      one => ({ ...one, entities: [{ type: 'IP', fields: [{ id: 'Address', column: 'Ip' }] }, { type: 'Host' }] }),
      [["'IPAddress'", "'Ip'"]],
    ],
    [
      'of a key inside',
      one => ({
        ...one,
        entities: [
          { type: 'IP', fields: [{ id: 'Address', column: 'IPAddress' }] },
          { type: 'Host', fields: [{ id: 'Name' }] },
        ],
      }),
      [['  - type: Host\n', '  - type: Host\n    fields:\n      - id: Name\n']],
    ],
    [
      'that adds an item with keys',
      one => ({ ...one, entities: [...(one.entities as JsonValue[]), { type: 'URL', fields: [] }] }),
      [['  - type: Host\n', '  - type: Host\n  - type: URL\n    fields: []\n']],
    ],
    ['of a block of text', one => ({ ...one, query: 'U\n\n| take 2\n' }), [['  T\n  | take 1', '  U\n\n  | take 2']]],
    [
      'of a block of text to a line',
      one => ({ ...one, query: 'U' }),
      [['query: |  # kept\n  T\n  | take 1', 'query: U  # kept']],
    ],
    [
      'of a scalar to a block',
      one => ({ ...one, severity: 'a\nb\n' }),
      [['severity: High  # why', 'severity: |  # why\n  a\n  b']],
    ],
    ['of nothing', one => ({ ...one, last: 'x' }), [['~', 'x']]],
    ['that removes a key', ({ severity: _, ...one }) => one, [['severity: High  # why\n', '']]],
    ['that removes a block', ({ query: _, ...one }) => one, [['query: |  # kept\n  T\n  | take 1\n', '']]],
    ['that adds a key', one => ({ ...one, more: { a: [1] } }), [['last: ~\n', 'last: ~\nmore:\n  a:\n    - 1\n']]],
  ])('%s', (_, change, replacements) => {
    const expected = replacements.reduce((sum, [from, to]) => sum.replace(from, () => to), text)
    expect(changed(text, change)).toBe(expected)
    const crlf = text.replaceAll('\n', '\r\n')
    expect(changed(crlf, change)).toBe(expected.replaceAll('\n', '\r\n'))
  })

  it('of several values at once', () => {
    const change = ({ last: _, ...one }: Members): Members => ({
      ...one,
      severity: 'Low',
      tactics: ['Impact'],
      techniques: ['T1110', 'T1', 'T2'],
    })
    expect(changed(text, change)).toBe(
      text
        .replace('High', 'Low')
        .replace('[ InitialAccess, Persistence ]', '[ Impact ]')
        .replace('- T1078   # accounts\n', '')
        .replace('- T1110\n', '- T1110\n- T1\n- T2\n')
        .replace('last: ~\n', ''),
    )
  })

  it('with a new key after those of lower rank', () => {
    const rank = (key: string) => ['name', 'severity', 'more', 'query', 'last'].indexOf(key)
    expect(changed('name: a # one\nquery: T\nlast: 1\n', one => ({ ...one, more: 1 }), rank)).toBe(
      'name: a # one\nmore: 1\nquery: T\nlast: 1\n',
    )
    expect(changed('# head\nlast: 1', one => ({ ...one, name: 1 }), rank)).toBe('# head\nname: 1\nlast: 1')
    expect(changed('name: 1', one => ({ ...one, last: 1 }), rank)).toBe('name: 1\nlast: 1')
  })

  it('and what neither side mentions', () => {
    const file = { path: 'x.yaml', text: 'a: 0x10 # sixteen\nb: { c: 1, d: 2 }\n' }
    expect(mergeYaml(file, { a: '16', b: { c: 1 } }, { a: '16', b: { c: 3 } })).toBe(
      'a: 0x10 # sixteen\nb: { c: 3, d: 2 }\n',
    )
  })
})

it('a value that others share through an alias is not changed with them', () => {
  expect(changed('a: &x {k: 1}\nb: *x # same\n', one => ({ ...one, b: { k: 2 } }))).toBe('a: &x {k: 1}\nb:\n  k: 2\n')
  expect(changed('a: &x {k: 1}\nb: *x\n', one => ({ ...one, a: { k: 2 } }))).toBeUndefined()
})

/** A value with something different, somewhere. */
function varied(value: JsonValue, below: (most: number) => number): JsonValue {
  if (Array.isArray(value)) {
    const at = below(value.length + 1)
    const ways = [
      [...value.slice(0, at), 'new, item', ...value.slice(at)],
      value.filter((_, index) => index !== at),
      value.map((item, index) => (index === at ? varied(item, below) : item)),
    ]
    return ways[below(3)]!
  }
  if (value === null || typeof value !== 'object')
    return ['x', 'a: b # c', 'one\ntwo\n', 5, true, '', [1, 'y'], { z: 'w' }][below(8)]!
  const entries = Object.entries(value)
  const at = below(entries.length + 1)
  const ways = [
    [...entries, ['new key', ['v', { w: 1 }]]],
    entries.filter((_, index) => index !== at),
    entries.map(([key, item], index) => [key, index === at ? varied(item, below) : item]),
  ]
  return Object.fromEntries(ways[below(3)]!)
}

const comments = (text: string) => text.match(/^ *# .*$/gm)?.length ?? 0

// The value is the argument: a document says what it is changed to, whatever its layout; a comment on a line of its own stays.
it('any document says what it is changed to', () => {
  let refused = 0
  let lost = 0
  const count = 400
  for (let seed = 1; seed <= count; seed++) {
    const text = writtenAtRandom(seed)
    const from = plainOf(text)
    const to = varied(from, randomNumbers(seed)) as Members
    // No block says that it is empty.
    if (Object.keys(to).length === 0) continue
    const after = mergeYaml({ path: 'x.yaml', text }, from, to)
    if (after === undefined) refused += 1
    else {
      expect(plainOf(after), text).toEqual(to)
      if (comments(after) < comments(text)) lost += 1
    }
  }
  expect(refused).toBeLessThan(count / 50)
  expect(lost).toBeLessThan(count / 8)
})
