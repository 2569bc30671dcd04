import { expect, test } from 'vitest'
import { recentQueries } from '../src/test/jobs/recent-queries.ts'

const query = { diagnostics: [] }

test('what was compiled is known to the next case, without a cache of files', () => {
  const recent = recentQueries(undefined)
  expect(recent.read('a')).toBeUndefined()
  recent.write('a', query)
  expect(recent.read('a')).toBe(query)
})

test('an entry of the cache is read once, and what is compiled is kept there', () => {
  const calls: string[] = []
  const recent = recentQueries({
    read(key) {
      calls.push(`read ${key}`)
      return key === 'kept' ? query : undefined
    },
    write: key => calls.push(`write ${key}`),
  })
  expect([recent.read('kept'), recent.read('kept'), recent.read('new')]).toEqual([query, query, undefined])
  recent.write('new', query)
  expect(recent.read('new')).toBe(query)
  expect(calls).toEqual(['read kept', 'read new', 'write new'])
})

test('memory does not grow with the number of queries', () => {
  const recent = recentQueries(undefined)
  for (let n = 0; n < 1_000; n++) recent.write(String(n), query)
  expect(recent.read('0')).toBeUndefined()
  expect(recent.read('999')).toBe(query)
})
