import { expect, test } from 'vitest'
import { matchesRegex } from '../../src/functions/regex/regex-functions.ts'

test('patterns without end take bounded memory', () => {
  const before = process.memoryUsage().rss
  // The crate takes about 2 MB for each and never gives it back.
  for (let index = 0; index < 300; index++) expect(matchesRegex(`a1${index}`, `(\\w)(\\d)${index}$`)).toBe(true)
  const grown = process.memoryUsage().rss - before
  expect(grown).toBeLessThan(420 * 2 ** 20)
})
