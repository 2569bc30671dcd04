import type { JsonValue } from '@tripline/diagnostics'
import { expect, it } from 'vitest'
import { parseYaml, plainValue, writeYaml } from '../src/index.ts'

const back = (text: string): JsonValue => plainValue(parseYaml({ path: 'x.yaml', text }).value!)

it('text of several lines becomes a literal block; keys keep their order', () => {
  expect(writeYaml({ query: 'T\n| take 1\n', list: ['a', { b: 1, c: ['d'] }], none: [] })).toBe(`query: |
  T
  | take 1
list:
  - a
  - b: 1
    c:
      - d
none: []
`)
})

it.each([
  'yes',
  '1',
  'null',
  'a: b # c',
  '- a',
  '  leading\nx',
  'trailing  \n\ttab',
  'a\n\n\n',
  '\n',
  '\n\na',
  'x\r\ny',
  '\u2028\nx',
  'é😀\nx',
  '\ud800\nx',
  '',
  ' \n ',
  '# no comment\nx',
  '---\n...\n',
])('%j comes back unchanged, alone, in a mapping and in a list', text => {
  expect(back(writeYaml({ text, list: [text, [text]], 'a: b': { text } }))).toEqual({
    text,
    list: [text, [text]],
    'a: b': { text },
  })
})
