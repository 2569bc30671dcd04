import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openEngine } from '../../src/engine.ts'
import { trim, trimEnd, trimStart } from '../../src/functions/regex/regex-functions.ts'
import { anchoredPattern, nativeRegex } from '../../src/regex/regex.ts'

/** The functions that trim in Kusto's dialect are tested in `regex.test.ts`; the database does the same wherever it is asked to. */
const patterns = [
  '"',
  'ab',
  '[^\\w]+',
  '\\s',
  '\\s+',
  'x*',
  'x*?',
  'a|ab',
  'ab|a',
  '(a)(b)?',
  '(?i)AB',
  '(?:ab){2}',
  '^a',
  'a$',
  '.',
  '.+',
  '(?s).',
  '[\\[{(]',
  '\\.',
  'é',
  '😀',
  '',
]
const texts = [
  '',
  '"',
  '""',
  '"a"',
  'ababab',
  'AbxAB',
  'aab',
  'xxaxx',
  ' \t\u00a0a\u3000 ',
  'é́é',
  '😀a😀',
  '\na\n',
  'a\0a',
  '[(x)]',
  '.a.b.',
  '"́a"̈',
]

const natives = patterns.filter(pattern => nativeRegex(anchoredPattern(pattern, 'end')) !== undefined)

test.each(natives)('the database trims %j as the dialect does', async pattern => {
  const table = { name: 'Texts_CL', columns: [{ name: 'Text', type: 'string' as const }] }
  await using engine = await openEngine(loadCatalogue(), { tables: [{ table, rows: texts.map(text => [text]) }] })
  const columns = ['trim', 'trim_start', 'trim_end'].map(name => `${name}(${JSON.stringify(pattern)}, Text)`)
  const answer = await engine.run({ kql: `Texts_CL | project ${columns}` })
  const expected = texts.map(text => [trim, trimStart, trimEnd].map(trims => trims(pattern, text)))
  expect(answer.ok && answer.rows.rows.toSorted()).toEqual(expected.toSorted())
})

test('the database trims most patterns', () => {
  expect(natives.length).toBeGreaterThan(15)
})
