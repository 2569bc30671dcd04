import { named, temporaryFolder } from '@tripline/files'
import { expect, test } from 'vitest'
import { countSeparators } from '../src/duckdb/csv-shape.ts'

async function countIn(text: string): Promise<number | undefined> {
  using folder = temporaryFolder()
  return await countSeparators(named(folder.write('rows.csv', text)), ',')
}

const records = ['a,"b",', '"a""b",,', '"a,\r\nb",c,"d"', ',"""",é😀', '"",""']

/** Counted by hand: those between cells, not within one. */
const separators = 2 + 2 + 2 + 2 + 1

// The bytes are looked at four at a time, so each offset in a word counts.
test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('separators after %d characters', async length => {
  const filler = 'x'.repeat(length)
  const lines = records.map(record => `"${filler}",${record}`)
  expect(await countIn(lines.join('\n'))).toBe(separators + records.length)
  for (const wrong of ['x"', 'x"y', '"a"x', '"']) expect(await countIn(`${filler},${wrong}`)).toBeUndefined()
})
