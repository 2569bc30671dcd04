import { inside } from '@tripline/files'
import type { Watchlist } from '@tripline/project'
import { loadTestFile } from '@tripline/rules'
import { describe, expect, it } from 'vitest'
import { writtenWatchlist } from '../../src/suite/written-watchlist.ts'
import { located } from '../sample.ts'

const declared: readonly Watchlist[] = [
  { alias: located('Blocked'), file: located(inside('.', 'blocked.csv')), searchKey: located('Address') },
  { alias: located('Own'), file: located(inside('.', 'own.csv')), searchKey: located('SearchKey') },
]

/** What the watchlists of a case, in YAML, become. */
function lists(yaml: string) {
  const text = `rule: a.yaml\ncases:\n  - { name: a, at: 2026-03-02, watchlists: ${yaml}, expect: { alerts: [] } }\n`
  const { value, diagnostics } = loadTestFile({ path: 'a.test.yaml', text })
  if (!value?.cases[0]) return diagnostics.map(({ id }) => id)
  return value.cases[0].watchlistRows.map(list => {
    const { value: typed, diagnostics: found } = writtenWatchlist(list, declared)
    return typed ? { columns: typed.columns, rows: typed.rows } : found.map(({ id }) => id)
  })
}

// A watchlist has its own columns and SearchKey, and all values are texts (semantics 17).
describe('the rows of a watchlist', () => {
  it('have the search key as a column of its own, and are texts', () => {
    expect(lists('{ Blocked: [{ Address: 203.0.113.9, Since: 2026 }, { Address: "::1" }] }')).toEqual([
      {
        columns: ['Address', 'Since', 'SearchKey'],
        rows: [
          ['203.0.113.9', '2026', '203.0.113.9'],
          ['::1', '', '::1'],
        ],
      },
    ])
  })

  it('may be none', () => {
    expect(lists('{ Blocked: [] }')).toEqual([{ columns: ['Address', 'SearchKey'], rows: [] }])
  })

  it('may name the search key SearchKey, if that is what it is', () => {
    expect(lists('{ Own: [{ SearchKey: a }] }')).toEqual([{ columns: ['SearchKey'], rows: [['a']] }])
  })

  it.each([
    ['a row without the search key', '{ Blocked: [{ Since: 2026 }] }', ['case-search-key']],
    ['an empty row', '{ Blocked: [{}] }', ['case-search-key']],
    ['another column named SearchKey', '{ Blocked: [{ Address: a, SearchKey: b }] }', ['case-own-search-key']],
    ['an unknown watchlist', '{ Bloked: [{ Address: a }] }', ['case-unknown-watchlist']],
  ])('are refused: %s', (_, yaml, ids) => {
    expect(lists(yaml)).toEqual([ids])
  })

  it('hold single values', () => {
    expect(lists('{ Blocked: [{ Address: [a] }] }')).toEqual(['wrong-type'])
  })
})
