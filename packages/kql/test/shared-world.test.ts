import { loadCatalogue } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { sharedWorld } from '../src/run/shared-world.ts'
import type { QueryWorld } from '../src/world/query-world.ts'

const world = (): Required<QueryWorld> => ({
  catalogue: loadCatalogue().with([{ name: 'Own_CL', columns: [{ name: 'Size', type: 'long' }] }]),
  functions: [{ name: 'Allowed', parameters: '()', body: 'Own_CL' }],
  watchlists: [{ alias: 'vip', columns: ['User'] }],
  externalData: [{ url: 'https://example.com/a.csv' }],
})

test('worlds in which every name means the same are one', () => {
  expect(sharedWorld(world())).toBe(sharedWorld(world()))
})

test.each<[string, Partial<QueryWorld>]>([
  ['a table', { catalogue: loadCatalogue().with([{ name: 'Own_CL', columns: [{ name: 'Size', type: 'int' }] }]) }],
  ['the body of a function', { functions: [{ name: 'Allowed', parameters: '()', body: 'Own_CL | take 1' }] }],
  ['the parameters of a function', { functions: [{ name: 'Allowed', parameters: '(a: long)', body: 'Own_CL' }] }],
  ['a column of a watchlist', { watchlists: [{ alias: 'vip', columns: ['Name'] }] }],
  ['a URL', { externalData: [{ url: 'https://example.com/b.csv' }] }],
])('a world that differs in %s is another', (_, difference) => {
  expect(sharedWorld({ ...world(), ...difference })).not.toBe(sharedWorld(world()))
})

test('the rows of watchlists are not held', () => {
  const held = { alias: 'held', columns: ['User'], rows: [['ann']] }
  expect(sharedWorld({ ...world(), watchlists: [held] }).watchlists).toEqual([{ alias: 'held', columns: ['User'] }])
})
