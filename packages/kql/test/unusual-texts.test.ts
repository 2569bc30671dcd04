import { expect, test } from 'vitest'
import type { DynamicText } from '../src/duckdb/dynamic-text.ts'
import { openInstance } from '../src/duckdb/instance.ts'
import { unusualTexts } from '../src/duckdb/unusual-texts.ts'
import { join, name, render, sql, text } from '../src/sql/sql.ts'

const alike = Array.from({ length: 300 }, (_, index) =>
  JSON.stringify({ id: `d${index}`, on: index % 2 === 0, of: ['x'] }),
)

/** The texts that need no further look, after those that are alike. */
async function usualAmong(
  others: readonly string[],
  first: readonly string[] = alike,
  form: DynamicText = 'content',
): Promise<readonly string[]> {
  const instance = await openInstance('1GB')
  const connection = await instance.connect()
  const [rows, column] = [name('rows'), name('c')]
  const values = join([...first, ...others].map(one => sql`(${text(one)})`))
  await connection.run(render(sql`CREATE TABLE ${rows} AS FROM (VALUES ${values}) t(c)`, {}))
  const condition = await unusualTexts(connection, rows, column, form)
  const found = condition
    ? (await connection.runAndReadAll(render(sql`SELECT c FROM ${rows} WHERE NOT (${condition})`, {}))).getRows()
    : []
  connection.closeSync()
  instance.close()
  return found.map(([one]) => one as string)
}

test('texts that differ in their strings are usual', async () => {
  const more = ['{"id":"","on":true,"of":["[{,:"]}', '{"id":"é\u2028%_","on":false,"of":[""]}']
  expect(await usualAmong(more)).toEqual([...alike, ...more])
})

test('texts that may not be cells are not', async () => {
  const unusual = [
    '{"id":"a","on":true,"of":["x"],"id":"b"}',
    '{"id":"a","id":"b","on":true,"of":["x"]}',
    '{"id":"a\\u0041","on":true,"of":["x"]}',
    '{"id":"a\\"","on":true,"of":["x"]}',
    '{"id":"a\nb","on":true,"of":["x"]}',
    '{"id":"a","on":true,"of":["x"],}',
    '{"id":"a","on": true,"of":["x"]}',
    '{"id":"a","on":1.0,"of":["x"]}',
    '{"id":"a","on":true,"of":["x","y"]}',
    ' {"id":"a","on":true,"of":["x"]}',
    '{"ID":"a","on":true,"of":["x"]}',
    '',
    'a',
  ]
  expect(await usualAmong(unusual)).toEqual(alike)
})

test('JSON that the database wrote itself is usual by the same rules', async () => {
  const usual = '{"id":"","on":true,"of":["[{,:"]}'
  const unusual = [
    '"{\\"id\\":1}"',
    '{"id":"a","on":true,"of":["x"],"id":"b"}',
    '{"id":"a\\u001F","on":true,"of":["x"]}',
  ]
  expect(await usualAmong([usual, ...unusual], alike, 'json')).toEqual([...alike, usual])
})

test('a text of objects alone may have more colons, but no more strings', async () => {
  const objects = Array.from({ length: 300 }, (_, index) => JSON.stringify({ id: `d${index}`, by: { name: 'x' } }))
  const usual = ['{"id":"a:b","by":{"name":"::"}}', '{"id":"","by":{"name":"},{,[]"}}']
  const unusual = [
    '{"id":"a","c":"d","by":{"name":"x"}}',
    '{"id":"a","by":{"name":"x","c":"d"}}',
    '{"id":"a","by":{"name":"x"},"by":{"name":"x"}}',
    '{"id":"a","c":["d"],"by":{"name":"x"}}',
    '{"id":"a","c":1,"by":{"name":"x"}}',
    '{"id":"a:\\u0041","by":{"name":"x"}}',
  ]
  expect(await usualAmong([...usual, ...unusual], objects)).toEqual([...objects, ...usual])
})

test.each<[string, readonly string[]]>([
  ['repeat', alike.map((_, index) => alike[index % 10]!)],
  ['have keys that LIKE takes for wildcards', alike.map((_, index) => `{"a%":"x${index}"}`)],
  ['are of many kinds', alike.map((_, index) => `{"k${index}":"x"}`)],
  ['repeat a key', alike.map((_, index) => `{"a":"x${index}","a":"y"}`)],
  ['are not JSON', alike.map((_, index) => `text ${index}`)],
])('texts that %s are compared one by one', async (_, texts) => {
  expect(await usualAmong([], texts)).toEqual([])
})
