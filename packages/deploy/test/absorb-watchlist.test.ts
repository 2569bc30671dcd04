import { expect, it } from 'vitest'
import { absorbWatchlist } from '../src/absorb/absorb-watchlist.ts'
import type { Differing } from '../src/kind.ts'
import { lineOf, textOf } from '../src/kinds/watchlist-lines.ts'
import { watchlists } from '../src/kinds/watchlists.ts'
import { noProject } from './desired-resources.ts'

type Item = Readonly<Record<string, string>>

const ann = { Badge: '7001', Host: 'Ann' }
const bo = { Badge: '7002', Host: 'Bo, of the gate' }
const cy = { Badge: '7003', Host: '' }

/** The file as it is after somebody has left just these items in the workspace. */
function absorbed(text: string, own: readonly Item[], stored: readonly Item[], path = 'visitors.csv'): string {
  const columns = ['Badge', 'Host']
  const rows = own.map(item => columns.map(column => item[column]!))
  const watchlist = { alias: 'Visitors', searchKey: 'Badge', columns, rows, file: { path, text } }
  const [wanted] = watchlists.wanted({ ...noProject, watchlists: [watchlist] })
  const items = textOf(stored.map(lineOf))
  const differing = {
    wanted,
    stored: { id: 'visitors', properties: { itemsSearchKey: 'Badge', items } },
    sources: { watchlists: [watchlist] },
  } as unknown as Differing
  const result = absorbWatchlist(differing)
  return 'reason' in result ? result.reason : result.files.map(file => file.text).join()
}

it.each([
  ['a row that is gone', 'Badge,Host\n7001,Ann\n7003,\n', [ann, cy], [ann], 'Badge,Host\n7001,Ann\n'],
  [
    'rows that are new, after the others',
    'Badge,Host\n7003,\n',
    [cy],
    [bo, ann, cy],
    'Badge,Host\n7003,\n7001,Ann\n7002,"Bo, of the gate"\n',
  ],
  ['a row that is another', 'Badge,Host\n7001,Ann\n', [ann], [{ Badge: '7001', Host: 'Di' }], 'Badge,Host\n7001,Di\n'],
  ['no row', 'Badge,Host\n7001,Ann\n', [ann], [], 'Badge,Host\n'],
  [
    'quotes that nobody needs',
    'Badge,Host\n"7001","Ann"\n7003,""\n',
    [ann, cy],
    [ann, bo],
    'Badge,Host\n"7001","Ann"\n7002,"Bo, of the gate"\n',
  ],
  [
    'CRLF line ends, and none at the end of the file',
    'Badge,Host\r\n7001,Ann',
    [ann],
    [ann, cy],
    'Badge,Host\r\n7001,Ann\r\n7003,\r\n',
  ],
  [
    'rows without any cell',
    'Badge,Host\n,\n7001,Ann\n',
    [{ Badge: '', Host: '' }, ann],
    [cy],
    'Badge,Host\n,\n7003,\n',
  ],
  [
    'a row on two lines',
    'Badge,Host\n7001,Ann\n7009,"E\nF"\n',
    [ann, { Badge: '7009', Host: 'E\nF' }],
    [ann],
    'Badge,Host\n7001,Ann\n',
  ],
  [
    'a column that the file lacks',
    'Badge,Host\n7003,\n',
    [cy],
    [cy, { ...ann, Floor: '3' }],
    'Badge,Host,Floor\n7003,,\n7001,Ann,3\n',
  ],
])('a file gets the rows of the workspace: %s', (_, before, own, stored, after) => {
  expect(absorbed(before, own, stored)).toBe(after)
})

it('a file of another format is changed by hand', () => {
  expect(absorbed('[]', [], [ann], 'visitors.json')).toBe('visitors.json is not a CSV file; change it by hand')
})
