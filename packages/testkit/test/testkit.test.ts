import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { caseFolders, markedSource, parseExpectedRows } from '../src/index.ts'

test('a case is the topmost folder with files, including those of its subfolders', () => {
  const root = mkdtempSync(join(tmpdir(), 'cases-'))
  const files = {
    'take/some/query.kql': 'T | take 1',
    'take/some/tables/T.csv': 'a\n1\n',
    'count/all/origin': 'argued',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const cases = caseFolders(root)
  expect(cases.map(({ name }) => name)).toEqual(['count/all', 'take/some'])
  expect([...cases[1]!.files.keys()].sort()).toEqual(['query.kql', 'tables/T.csv'])
  expect(cases[1]!.files.get('query.kql')).toBe('T | take 1')
})

test('expected rows hold cells as answers encode them', () => {
  const text = [
    'Name:string  Count:long  At:datetime                   Bag:dynamic  Ratio:real',
    'alice b      2           2026-03-02T10:00:00.0000000Z  {"a":[1]}    0.5',
    '""           null        null                          "text"       "NaN"',
    '',
  ].join('\n')
  expect(parseExpectedRows(text)).toEqual({
    columns: [
      { name: 'Name', type: 'string' },
      { name: 'Count', type: 'long' },
      { name: 'At', type: 'datetime' },
      { name: 'Bag', type: 'dynamic' },
      { name: 'Ratio', type: 'real' },
    ],
    rows: [
      ['alice b', 2, '2026-03-02T10:00:00.0000000Z', { a: [1] }, 0.5],
      ['', null, null, 'text', 'NaN'],
    ],
  })
  expect(parseExpectedRows('Count:long\tWho:string\n3\tbob\n').rows).toEqual([[3, 'bob']])
  expect(parseExpectedRows('Count:long\n').rows).toEqual([])
})

test.each([
  ['a row too short', 'a:long  b:long\n1\n'],
  ['an unknown type', 'a:number\n1\n'],
  ['a null string', 'a:string\nnull\n'],
  ['a cell that is no JSON', 'a:long\none\n'],
])('expected rows with %s are rejected', (_, text) => {
  expect(() => parseExpectedRows(text)).toThrow()
})

test('marks become spans', () => {
  expect(markedSource('T | where «Foo» == «a«b»»')).toEqual({
    text: 'T | where Foo == ab',
    spans: [
      { start: 10, end: 13 },
      { start: 17, end: 19 },
      { start: 18, end: 19 },
    ],
  })
  expect(() => markedSource('a» b')).toThrow()
  expect(() => markedSource('«a')).toThrow()
})
