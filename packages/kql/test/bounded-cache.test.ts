import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { memoizeCompile } from '../src/compile/memoize-compile.ts'
import { globalsFor } from '../src/frontend/globals.ts'
import { boundedCache, memoized } from '../src/limits/bounded-cache.ts'

/** A cache that records what it computes. */
function noting(limit: number) {
  const made: string[] = []
  const cache = boundedCache<string>(limit)
  const make = (key: string): string => {
    made.push(key)
    return key.slice(0, 3)
  }
  const ask = (keys: readonly string[]): void => {
    for (const key of keys) expect(cache.get(key, make)).toBe(key.slice(0, 3))
  }
  return { made, ask, cache }
}

const keys = (from: number, to: number, length = 3) =>
  Array.from({ length: to - from }, (_, n) => String(from + n).padEnd(length, '_'))

describe('a bounded cache', () => {
  test('computes recently requested values only once', () => {
    const { made, ask } = noting(10)
    ask(keys(100, 110))
    ask(keys(100, 110))
    expect(made).toEqual(keys(100, 110))
  })

  test('keeps a value that is requested regularly', () => {
    const { made, ask } = noting(10)
    for (const other of keys(100, 200)) ask(['hot', other])
    expect(made.filter(key => key === 'hot')).toHaveLength(1)
  })

  test('drops a value after twice as many others as its limit', () => {
    const { made, ask } = noting(10)
    ask(keys(100, 121))
    ask(['100'])
    expect(made).toHaveLength(22)
  })

  test('drops long keys sooner: a generation holds a million characters', () => {
    const { made, ask } = noting(1000)
    ask(keys(100, 121, 100_000))
    ask(keys(100, 101, 100_000))
    expect(made).toHaveLength(22)
  })

  test('keeps the latest value, however long its key', () => {
    const { made, ask } = noting(10)
    const long = 'a'.repeat(2_000_000)
    ask([long, long])
    expect(made).toHaveLength(1)
  })

  test.each([5, 10, 15])('recomputes a value that was dropped explicitly, after %i others', others => {
    const { made, ask, cache } = noting(10)
    ask(['hot', ...keys(100, 100 + others)])
    cache.forget('hot')
    ask(['hot'])
    expect(made.filter(key => key === 'hot')).toHaveLength(2)
  })

  test('caches undefined', () => {
    const cache = boundedCache<undefined>(2)
    let made = 0
    for (const key of ['a', 'a', 'b', 'c', 'a']) cache.get(key, () => void made++)
    expect(made).toBe(3)
  })
})

test('a memoized function keeps results for keys of ordinary length', () => {
  let made = 0
  const size = memoized(10, key => {
    made++
    return key.length
  })
  for (const key of ['a', 'a', 'b'.repeat(10_001), 'b'.repeat(10_001)]) expect(size(key)).toBe(key.length)
  expect(made).toBe(3)
})

test('binder states do not accumulate, whatever columns queries name', () => {
  const world = { catalogue: loadCatalogue() }
  const state = (column: string) => globalsFor(world, `AzureDiagnostics | where ${column} == ""`)
  const first = state('first_s')
  expect(state('first_s')).toBe(first)
  for (let count = 0; count < 40; count++) state(`other${count}_s`)
  expect(state('first_s')).not.toBe(first)
})

test('a failed compilation is repeated', async () => {
  let tries = 0
  const compile = memoizeCompile(async () => {
    tries += 1
    if (tries === 1) throw new Error('not now')
    return { diagnostics: [] }
  })
  await expect(compile('T', undefined)).rejects.toThrow('not now')
  await compile('T', undefined)
  await compile('T', undefined)
  expect(tries).toBe(2)
})

test('compiled queries do not accumulate in a long batch', async () => {
  const compiled: string[] = []
  const compile = memoizeCompile(async kql => {
    compiled.push(kql)
    return { diagnostics: [] }
  })
  for (let count = 0; count < 300; count++) await compile(`print ${count}`, undefined)
  await compile('print 299', undefined)
  await compile('print 0', undefined)
  expect(compiled).toHaveLength(301)
})
