import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Instance, openInstance } from '../../src/duckdb/instance.ts'
import { regexDifferences } from './regex-differences.mjs'
import { regexInput } from './regex-generator.mjs'

/** More with `pnpm fuzz regex`. */
const patterns = 60
const textsEach = 20

let database: Instance
let connection: Awaited<ReturnType<Instance['connect']>>
beforeAll(async () => {
  database = await openInstance('1GB')
  connection = await database.connect()
})
afterAll(() => database.close())

test(`functions and database agree with the crate on ${patterns * textsEach} pairs`, async () => {
  const found = []
  for (let seed = 1; seed <= patterns; seed++)
    found.push(...(await regexDifferences(regexInput(seed, textsEach), connection)))
  expect(found).toEqual([])
})

test('sequences that the database turns into a LIKE agree with the crate', async () => {
  const parts = ['a', 'ab', '中', '%', '_', '\\\\', '(?:)', '(?:|)', '(?s:.)', '(?s:.*)', '^', '$', '^^', '()', '[a]']
  const texts = ['', 'a', 'ab', 'ba', 'aa', 'aab', '文中文', '中a', 'a中', 'a%b', '%', 'b_', '\\', 'a\n', '\na']
  const found = []
  // Each part comes first and second, in every other pair.
  for (const [rank, first] of parts.entries())
    for (const second of parts.filter((_, other) => (rank + other) % 2 === 0)) {
      const pattern = first + second
      const named = pattern.replace('()', '(?P<g1>)').replace('()', '(?P<g2>)')
      found.push(...(await regexDifferences({ pattern, named, texts }, connection)))
    }
  expect(found).toEqual([])
})
