import { generated, oneIn } from '@tripline/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Instance, openInstance } from '../../src/duckdb/instance.ts'
import { regexDifferences } from './regex-differences.mjs'
import { regexInput } from './regex-generator.mjs'

/** More with `pnpm fuzz regex`. */
const patterns = generated(20, 60)
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
  // 15 parts and a share of 8: each part comes first and second.
  for (const [first, second] of oneIn(
    8,
    parts.flatMap(first => parts.map(second => [first, second] as const)),
  )) {
    const pattern = first + second
    const named = pattern.replace('()', '(?P<g1>)').replace('()', '(?P<g2>)')
    found.push(...(await regexDifferences({ pattern, named, texts }, connection)))
  }
  expect(found).toEqual([])
})
