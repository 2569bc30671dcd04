import { expect, test } from 'vitest'
import { matchesRegex } from '../../src/functions/regex/regex-functions.ts'

test('any number of patterns uses bounded memory', () => {
  const before = process.memoryUsage().rss
  // The crate uses about 2 MB for each and never releases it.
  for (let index = 0; index < 220; index++) expect(matchesRegex(`a1${index}`, `(\\w)(\\d)${index}$`)).toBe(true)
  const grown = process.memoryUsage().rss - before
  expect(grown).toBeLessThan(420 * 2 ** 20)
})
