import { named } from '@tripline/files'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { namesRead } from '../src/test/kept/names-read.ts'
import { worldDigest } from '../src/test/kept/world-digest.ts'

const span = { file: { path: 'tripline.yaml', text: '' }, start: 0, end: 0 }
const located = <T>(value: T) => ({ value, span })

type Change = 'table' | 'function' | 'watchlist' | 'url'

/** The digest of what a query can see, after a change of one part of the project. */
const digestAfter = (query: string, change?: Change): string => {
  const body = (own: Change, text: string) => (own === change ? `${text} | where true` : text)
  const table = {
    name: 'Badge_CL',
    columns: [{ name: change === 'table' ? 'Owner' : 'User', type: 'string' as const }],
  }
  const environment = {
    catalogue: loadCatalogue().with([table]),
    functions: [
      { name: 'Inner', parameters: '()', body: body('function', 'SigninLogs') },
      { name: 'Outer', parameters: '(a: long = 1)', body: 'Inner' },
    ],
    watchlists: [{ alias: located('blocked-hosts'), file: located(named('hosts.csv')), searchKey: located('Host') }],
    externalData: [{ url: located('https://feeds.example/a.csv'), file: located(named('feed.csv')) }],
  }
  const changedFile = { watchlist: 'hosts.csv', url: 'feed.csv' }[change as 'watchlist' | 'url']
  return worldDigest(environment, ({ path }) => (path === changedFile ? 'changed' : 'as it was'))(namesRead([query]))
}

const isSeen = (query: string, change: Change): boolean => digestAfter(query, change) !== digestAfter(query)

// The ways to name things that the Kusto documentation lists: entity names and references, string literals, table(), union,
// search, find, externaldata, and calls of stored functions.
describe('a query sees a change of', () => {
  test.each<[Change, string]>([
    ['table', 'Badge_CL'],
    ['table', "['Badge_CL'] | take 1"],
    ['table', '["Badge\\x5fCL"]'],
    ['table', '["Badge\\137CL"]'],
    ['table', '["Badge\\u005fCL"]'],
    ['table', "table('Badge_CL')"],
    ['table', "table ( 'Badge_CL' )"],
    ['table', "table('Badge' '_CL')"],
    ['table', "table(@'Badge_CL')"],
    ['table', "table(strcat('Badge', '_', 'CL'))"],
    ['table', "let name = 'Badge'; table(strcat(name, '_CL'))"],
    ['table', "['table']('Badge' '_CL')"],
    ['table', 'union Badge*'],
    ['table', 'union SigninLogs,\n  *_CL'],
    ['table', 'SigninLogs | union isfuzzy=true B*'],
    ['table', 'search "ann"'],
    ['table', 'search in (B*) "ann"'],
    ['table', 'find in (B*) where User == "ann"'],
    ['table', "database('x').Badge_CL"],
    ['table', 'SigninLogs | join (Badge_CL) on $left.UserPrincipalName == $right.User'],
    ['function', 'Inner'],
    ['function', 'Inner()'],
    ['function', "['Inner']"],
    ['function', 'SigninLogs | invoke Inner()'],
    ['function', 'Outer'],
    ['function', 'Outer(a = 2)'],
    ['watchlist', "_GetWatchlist('blocked-hosts')"],
    ['watchlist', '_GetWatchlist ( "blocked-hosts" )'],
    ['watchlist', "_GetWatchlist('blocked' '-hosts')"],
    ['watchlist', "_GetWatchlist(@'blocked-hosts')"],
    ['watchlist', "_GetWatchlist(h'blocked-hosts')"],
    ['watchlist', "_GetWatchlist(/* the list */ 'b\\u006cocked-hosts')"],
    ['watchlist', "let list = strcat('blocked', '-hosts'); _GetWatchlist(list)"],
    ['watchlist', "['_GetWatchlist']('blocked' '-hosts')"],
    ['url', "externaldata (a: string) ['https://feeds.example/a.csv']"],
    ['url', "let host = 'feeds.example'; externaldata (a: string) [strcat('https://', host, '/a.csv')]"],
    ['url', "ExternalData (a: string) ['https://feeds.example/a.csv']"],
    ['url', "external_data (a: string) ['https://feeds.example/a.csv']"],
  ])('a %s through %s', (change, query) => {
    expect(isSeen(query, change)).toBe(true)
  })
})

test('a query does not see a change of anything else', () => {
  const query =
    "SigninLogs | where Note has 'Badge' or Note matches regex @'\\d+' | join (_GetWatchlist('other')) on Host"
  for (const change of ['table', 'function', 'watchlist', 'url'] as const) expect(isSeen(query, change)).toBe(false)
})
