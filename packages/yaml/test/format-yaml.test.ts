import { expect, it } from 'vitest'
import { formatYaml, parseYaml, type YamlNode } from '../src/index.ts'
import { writtenAtRandom } from './written-at-random.ts'

const format = (text: string) => formatYaml({ path: 'x.yaml', text }).value

/** All that a document says: values, the text of scalars, the order of keys. */
function meaning(text: string): unknown {
  const said = (node: YamlNode): unknown => {
    if (node.kind === 'scalar') return [node.value, node.text]
    return node.kind === 'sequence'
      ? node.items.map(said)
      : node.entries.map(({ key, value }) => [key.text, said(value)])
  }
  return said(parseYaml({ path: 'x.yaml', text }).value!)
}

const commentsIn = (text: string) => text.match(/#.*?(?=\s*$)/gm)

function expectFormatted(text: string): void {
  const once = format(text)!
  expect(meaning(once)).toEqual(meaning(text))
  expect(commentsIn(once)).toEqual(commentsIn(text))
  expect(format(once)).toBe(once)
}

it('indents by two, spaces tokens, and keeps comments, scalars and the order of keys', () => {
  const text = `

# about the file
rule:   a.yaml  # its rule


cases:
# about the case
-   name: "one
      two"
    data: {SigninLogs: a.jsonl,Other:  [ b,c , ]}
    # - unused: 1
    rows:
        T:
        - { }
        -   text: |
                some
                  lines

            code: 007
- - deep
  -   q: [1,
         2]
`
  expect(format(text)).toBe(`# about the file
rule: a.yaml  # its rule

cases:
  # about the case
  - name: "one
      two"
    data: { SigninLogs: a.jsonl, Other: [b, c] }
    # - unused: 1
    rows:
      T:
        - {}
        - text: |
              some
                lines

          code: 007
  - - deep
    - q: [1,
         2]
`)
})

it.each([
  ['kept empty lines after a block', 'a: |+\n  x\n\n\n'],
  ['an anchor and its alias', 'a: &x { b: 1 }\nc: *x\n'],
  ['the start of a document', '---\n- a\n- b\n'],
  ['an escaped space at the end of a line', 'a: "b\\ \n  c"\n'],
  ['an explicit indentation', 'a: |2\n    b\n'],
])('leaves alone %s', (_, text) => expect(format(text)).toBe(text))

it.each([
  ['not YAML', 'a: ['],
  ['several documents', 'a: 1\n---\nb: 1\n'],
  ['a key twice', 'a: 1\na: 2\n'],
])('refuses what is %s', (_, text) => expect(format(text)).toBeUndefined())

it('keeps the line ends of the file, and drops a byte order mark', () => {
  expect(format('\ufeffa:   1\r\nb: |\r\n    x\r\n')).toBe('a: 1\r\nb: |\r\n    x\r\n')
})

it('is idempotent and keeps what a document means, however it is written', () => {
  const count = 600
  let changed = 0
  for (let seed = 0; seed < count; seed++) {
    const text = writtenAtRandom(seed)
    if (parseYaml({ path: 'x.yaml', text }).diagnostics.length > 0) continue
    expectFormatted(text)
    if (format(text) !== text) changed += 1
  }
  expect(changed).toBeGreaterThan(count * 0.8)
})
