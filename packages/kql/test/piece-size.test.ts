import { expect, test } from 'vitest'
import { fittedPieces } from '../src/duckdb/piece-size.ts'

// The database stores a piece as it is if it fills a row group to nine tenths and does not exceed it; two threads read the pieces.
test.each([
  [190_000, 400],
  [200_000, 401],
  [500_000, 556],
  [100_000, 2_000],
  [60_000, 4_321],
])('each of the pieces of %i lines of %i bytes fills a row group', (rows, line) => {
  const { bytes, rowGroup } = fittedPieces({ size: rows * line, line })!
  const filled = bytes / line / rowGroup
  expect(filled).toBeGreaterThan(0.9)
  expect(filled).toBeLessThan(1)
  expect(Math.ceil((rows * line) / bytes) % 2).toBe(0)
})

// Nothing is gained where a piece has the rows of a usual row group, and the pieces of such long lines would take too much memory.
test.each([
  [1_000_000, 100],
  [100_000, 20_000],
  [20_000, 400],
])('%i lines of %i bytes are read as usual', (rows, line) => {
  expect(fittedPieces({ size: rows * line, line })).toBeUndefined()
})
