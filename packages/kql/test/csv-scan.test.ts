import { expect, test } from 'vitest'
import { csvScan } from '../src/duckdb/csv-scan.ts'

/** What a scan finds in a text that is read in pieces of some bytes; undefined if it stops. */
function scanned(text: string, size: number) {
  const scan = csvScan(',')
  const bytes = Buffer.from(text)
  let rowEnd = 0
  for (let at = 0; at < bytes.length; at += size) {
    if (!scan.read(bytes.subarray(at, at + size))) return undefined
    if (scan.rowEnd > 0) rowEnd = at + scan.rowEnd
  }
  return { separators: scan.separators, rowEnd, isComplete: scan.isComplete }
}

const records = ['a,"b",', '"a""b",,', '"a,\r\nb",c,"d"', ',"""",é😀', '"",""']

/** Counted by hand: those between cells, not within one. */
const separators = 2 + 2 + 2 + 2 + 1

// 64 bytes are looked at at once, so each offset in them counts, and so does each end of a piece.
test.each([0, 1, 15, 16, 17, 31, 40, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65])(
  'separators after %d characters',
  length => {
    const filler = 'x'.repeat(length)
    const text = records.map(record => `"${filler}",${record}`).join('\n')
    const lastRow = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1))
    for (const size of [1, 2, 63, 64, 65, 2 ** 20]) {
      const found = { separators: separators + records.length, rowEnd: lastRow, isComplete: true }
      expect(scanned(text, size)).toEqual(found)
      for (const wrong of ['x"', 'x"y', '"a"x', '"a" ', ' "a"'])
        expect(scanned(`${filler},${wrong}`, size)).toBeUndefined()
      expect(scanned(`${filler}\n${filler},"\n,`, size)).toEqual({
        separators: 1,
        rowEnd: length + 1,
        isComplete: false,
      })
    }
  },
)

test('more than is scanned at once', () => {
  const row = `"${'x'.repeat(999)}",\n`
  const count = 5_000
  const found = { separators: count, rowEnd: count * row.length, isComplete: true }
  for (const size of [1_000, 2 ** 20, 2 ** 23]) expect(scanned(row.repeat(count), size)).toEqual(found)
})
