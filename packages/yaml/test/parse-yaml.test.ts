import { positionAt } from '@tripline/diagnostics'
import { parseYaml, type YamlMapping, type YamlNode, type YamlScalar, type YamlSequence } from '@tripline/yaml'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'

const parse = (text: string) => parseYaml({ path: 'rule.yaml', text })

function nodeOf(text: string): YamlNode {
  const { value, diagnostics } = parse(text)
  expect(diagnostics).toEqual([])
  return value!
}

const entry = (node: YamlNode, key: string) =>
  (node as YamlMapping).entries.find(found => found.key.text === key)!.value

/** The source character at the offset of every unit of the text: the text itself where nothing was rewritten. */
function written(text: string, key = 'k'): { text: string; written: string } {
  const scalar = entry(nodeOf(text), key) as YamlScalar
  const characters = Array.from({ length: scalar.text.length }, (_, index) => text[scalar.offsetAt(index)] ?? '∎')
  return { text: scalar.text, written: characters.join('') }
}

/** `¦` marks where one message points. */
function expectOneError(marked: string, id: string): void {
  const at = marked.indexOf('¦')
  const { value, diagnostics } = parse(marked.replace('¦', ''))
  expect(diagnostics.map(diagnostic => [diagnostic.id, diagnostic.severity, diagnostic.category])).toEqual([
    [id, 'error', 'input'],
  ])
  expect(diagnostics[0]!.span?.start).toBe(at)
  expect(value === undefined).toBe(id !== 'yaml-duplicate-key')
}

describe('offsetAt', () => {
  it.each([
    ['plain', 'k: a b', 'a b'],
    ['plain over lines', 'k: a  b \n  c\n\n  d', 'a  b\nc\nd'],
    ['single quoted', "k: 'it''s\n  so'", "it's\nso"],
    ['double quoted', 'k: "a\\tb \\u00e9\\U0001F600 c\\\n  d\n  e "', 'a\\b \\\\\\ cd\ne '],
    ['double quoted, escaped white space before a break', 'k: "a\\t  \n b"', 'a\\\nb'],
    ['literal', 'k: |\n  a\n    b\n\n  c\nn: 1', 'a\n  b\n\nc\n'],
    ['literal after blank lines', 'k: |\n\n   \n   a\n', '\n\na\n'],
    ['literal, stripped', 'k: |-\n  a\n  b\n\n', 'a\nb'],
    ['literal, kept', 'k: |+\n  a\n\n\nn: 1', 'a\n\n\n'],
    ['literal, indentation indicator', 'k: |2\n    a\n   b\n', '  a\n b\n'],
    ['literal, indicator and chomping', 'k: |1-\n   a\n', '  a'],
    ['literal with tabs', 'k: |\n  \ta\tb\n', '\ta\tb\n'],
    ['literal to the end of the file', 'k: |\n  a\n  b', 'a\nb∎'],
    ['folded', 'k: >\n  a\n  b\n\n  c\n', 'a\nb\nc\n'],
    ['folded, more indented lines', 'k: >\n  a\n\n    b\n  c\n  d\n', 'a\n\n  b\nc\nd\n'],
    ['in a sequence', 'k: |\n  a\nl:\n  - |\n    b\n', 'a\n'],
  ])('%s', (_, source, expected) => {
    expect(written(source).written).toBe(expected)
    expect(written(source).text).toBe((load(source) as Record<string, string>).k)
  })

  it('counts CRLF as one line break, at its carriage return', () => {
    const source = 'n: 1\r\nk: |\r\n  a\r\n\r\n  b\r\n'
    expect(written(source)).toEqual({ text: 'a\n\nb\n', written: 'a\r\rb\r' })
    expect(written('k: >\r\n  a\r\n  b\r\n')).toEqual({ text: 'a b\n', written: 'a\rb\r' })
    expect(written('k: a\r\n  b')).toEqual({ text: 'a b', written: 'a\rb' })
  })

  it('is not shifted by a byte order mark', () => {
    expect(written('\ufeffk: |\n  ab\n').written).toBe('ab\n')
  })

  it('stays on the last written line past the end', () => {
    const at = (source: string) => {
      const file = { path: 'rule.yaml', text: source }
      const scalar = entry(parseYaml(file).value!, 'k') as YamlScalar
      return positionAt(file, scalar.offsetAt(scalar.text.length))
    }
    expect(at('k: |\n  abc\nn: 1\n')).toEqual({ line: 2, column: 6 })
    expect(at('k: "abc\\n"\n')).toEqual({ line: 1, column: 10 })
    expect(at('k: abc\n')).toEqual({ line: 1, column: 7 })
    expect(at('k: |\n\nn: 1')).toEqual({ line: 1, column: 3 })
  })
})

describe('values', () => {
  it('follows the core schema: only plain scalars become something other than text', () => {
    const source = 'a: 1\nb: "1"\nc: yes\nd: ~\ne: 1.5e3\nf: 2026-03-02T10:00:00Z\ng: !!str 5\nh: 0x1F\ni: True\nj:\n'
    const { entries } = nodeOf(source) as YamlMapping
    expect(entries.map(({ value }) => (value as YamlScalar).value)).toEqual([
      1,
      '1',
      'yes',
      null,
      1500,
      '2026-03-02T10:00:00Z',
      '5',
      31,
      true,
      null,
    ])
  })

  it.each([
    ['quotes included', 'k: "a"', '"a"'],
    ['a flow sequence', 'k: [a, b, ] # c', '[a, b, ]'],
    ['a flow mapping', 'k: { a: 1 }', '{ a: 1 }'],
    ['a block sequence', 'k:\n  - a\n  - b\n', '- a\n  - b'],
    ['a block scalar', 'k: | # why\n  a\n  b\nn: 1', 'a\n  b'],
    ['nothing written', 'k: # later\nn: 1', ''],
  ])('span of %s', (_, source, expected) => {
    const { span } = entry(nodeOf(source), 'k')
    expect(source.slice(span.start, span.end)).toBe(expected)
  })

  it('points after the sign where nothing is written', () => {
    const items = nodeOf('- \n# - no\n-\n- a') as YamlSequence
    expect(items.items.map(({ span }) => span.start)).toEqual([1, 11, 14])
  })

  it('shares what an alias names', () => {
    const source = 'a: &x { b: 1 }\nc: *x\n'
    const root = nodeOf(source)
    expect(entry(root, 'c')).toBe(entry(root, 'a'))
  })
})

describe('refusals', () => {
  it.each([
    ['nothing', '¦', 'yaml-empty'],
    ['comments alone', '¦# a\n', 'yaml-empty'],
    ['a document without content', '¦---\n', 'yaml-empty'],
    ['two documents', 'a: 1\n---\n¦b: 2\n', 'yaml-several-documents'],
    ['an unclosed bracket', 'a: [1, 2¦', 'yaml-malformed'],
    ['a tab as indentation', 'a:\n¦\tb: 1\n', 'yaml-malformed'],
    ['an unclosed quote', 'a: "x\n¦', 'yaml-malformed'],
    ['a key written twice', 'a: 1\nb: 2\n¦a: 3\n', 'yaml-duplicate-key'],
    ['a key that is a list', '? ¦[a]\n: 1\n', 'yaml-complex-key'],
    ['a merge key', 'a: &x {b: 1}\nc:\n  ¦<<: *x\n', 'yaml-merge-key'],
    ['a foreign tag', 'a: ¦!!binary aGk=\n', 'yaml-tag'],
    ['a tag that does not fit', 'a: ¦!!int x\n', 'yaml-tag'],
    ['an unknown alias', 'a: ¦*x\n', 'yaml-unknown-alias'],
    ['a value inside itself under a name used before', 'a: &x 1\nb: &x [¦*x]\n', 'yaml-unknown-alias'],
    ['a value inside itself', 'a: &x [¦*x]\n', 'yaml-unknown-alias'],
  ])('%s', (_, marked, id) => expectOneError(marked, id))

  it('keeps the last value of a key written twice', () => {
    expect((entry(parse('a: 1\na: 2').value!, 'a') as YamlScalar).value).toBe(2)
  })

  it('stops aliases that multiply', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const previous = level === 0 ? 'x' : `*a${level - 1}`
      return `a${level}: &a${level} [${Array(10).fill(previous).join(', ')}]`
    })
    const { value, diagnostics } = parse(levels.join('\n'))
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ id }) => id)).toEqual(['yaml-alias-limit'])
  })

  it('stops nesting without end', () => {
    expect(parse('['.repeat(100_000)).diagnostics.map(({ id }) => id)).toEqual(['yaml-malformed'])
  })
})
