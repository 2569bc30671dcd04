import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { openEngine } from '../../../src/engine.ts'
import { hasAny } from '../../../src/functions/string-operators/term.ts'

/** The terms of a text in JavaScript, which `term.test.ts` tests, are what the shared patterns of the database find. */
const lists = [
  ['ask', 'ms'],
  ['mimikatz', 'sekurlsa', 'k'],
  ['a b', 'b-c', 'x'],
  ['t', 'T', 't'],
  ['-enc', 'iex', 'é', 'ask'],
  ['$x', 'x$', 'x.y', '(?i)a', 'a|b', '"q'],
  ['1', '2 3'],
]
const marks = ['', ' ', '-', '_', 'é', 'x', '1', 'ſ', '\u212a', 'İ', '\u0301', '٣', '😀', '\n', '\0']

test.each(lists)('has_any(%j, …) finds the terms that JavaScript finds', async (...list) => {
  const words = [...list, ...list.map(word => word.toUpperCase()), 'as\u212a', 'zz']
  const texts = words.flatMap(word =>
    marks.flatMap(left => marks.map(right => `${left}${word}${right}`)).concat(`${word} ſ`, `x${word} ${word}`),
  )
  const table = { name: 'Texts_CL', columns: [{ name: 'Text', type: 'string' as const }] }
  await using engine = await openEngine(loadCatalogue(), { tables: [{ table, rows: texts.map(text => [text]) }] })
  const written = list.map(word => JSON.stringify(word)).join(', ')
  const answer = await engine.run({ kql: `Texts_CL | where Text has_any (${written}) | project Text` })
  const expected = texts.filter(text => hasAny(text, JSON.stringify(list)))
  expect(answer.ok && answer.rows.rows.flat().toSorted()).toEqual(expected.toSorted())
})
