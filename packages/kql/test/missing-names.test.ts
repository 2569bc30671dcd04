import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, test } from 'vitest'
import { analyseQuery, missingNames } from '../src/compile.ts'

const world = { catalogue: loadCatalogue() }

const standard = new Set(['TenantId', 'Type', '_ResourceId', '_SubscriptionId', '_BilledSize', '_IsBillable'])

/** The missing tables with the columns that are not those of every table: `Door_CL(a:long)`. */
const tables = (...queries: readonly string[]) =>
  missingNames(queries, world).tables.map(({ name, columns }) => {
    const own = columns.filter(column => !standard.has(column.name) && column.name !== 'TimeGenerated')
    return `${name}(${own.map(column => `${column.name}:${column.type}`)})`
  })

describe('a table that is missing has the columns that queries name', () => {
  test.each<[string, string, ...string[]]>([
    // Endings of the Data Collector API.
    ['Door_CL(a_s:string,b_d:real,c_b:bool,d_t:datetime)', 'Door_CL | project a_s, b_d, c_b, d_t'],
    // Types of operands and of arguments.
    ['Door_CL(a:long,b:real,c:bool,d:datetime)', 'Door_CL | where a > 1 and b < 0.5 and c and d > ago(1d)'],
    ['Door_CL(a:dynamic,b:dynamic,c:string)', 'Door_CL | extend x = a.k, y = b[0], z = parse_json(c)'],
    ['Door_CL(a:real,b:datetime)', 'Door_CL | summarize sum(a) by bin(b, 1h)'],
    ['Door_CL(a:long,b:string)', 'Door_CL | where a in (1, 2) and b in ("x")'],
    ['Door_CL(a:datetime)', 'Door_CL | where a between (ago(2d) .. ago(1d))'],
    // Through lets and functions, and of several queries.
    ['Door_CL(a:string,b:string)', 'let T = () { Door_CL | where a == "x" }; T | where b has "y"'],
    ['Door_CL(a:string,b:long)', 'Door_CL | where a == "x"', 'Door_CL | where b == 1'],
    // Not what comes from elsewhere, or is a mistake behind a projection.
    ['Door_CL(a:string)', 'Door_CL | where a == "x" | extend n = 1 | where n == 1'],
    ['Door_CL(a:string)', 'Door_CL | project a | where b == "x"'],
  ])('%s', (expected, ...queries) => {
    expect(tables(...queries)).toEqual([expected])
  })

  test('each side of a join has its own', () => {
    expect(
      tables('Door_CL | join kind=inner (Badge_CL | project Key, Owner) on Key | where Owner == "x" and Zone == "y"'),
    ).toEqual(['Door_CL(Key:string,Zone:string)', 'Badge_CL(Key:string,Owner:string)'])
    expect(tables('Door_CL | join kind=inner Badge_CL on $left.Door == $right.Place')).toEqual([
      'Door_CL(Door:string)',
      'Badge_CL(Place:string)',
    ])
  })

  test('all legs of a fuzzy union have what it names', () => {
    expect(tables('union isfuzzy=true One_CL, Two_CL | where a_d > 1')).toEqual([
      'One_CL(a_d:real)',
      'Two_CL(a_d:real)',
    ])
  })
})

test('what was found makes the query bind', () => {
  const kql =
    'Doors(since=ago(1h), who="x") | where Weight > 1.5 | join kind=inner Door_CL on Key | where Who in ((_GetWatchlist("vip") | project User))'
  const { tables: found, functions, watchlists } = missingNames([kql], world)
  expect(functions.map(({ name, parameters }) => name + parameters)).toEqual([
    "Doors(since:datetime=datetime(null), who:string='')",
  ])
  expect(watchlists).toEqual([{ alias: 'vip', columns: ['User'] }])
  const complete = { catalogue: world.catalogue.with(found), functions, watchlists }
  expect(analyseQuery(kql, complete).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('a watchlist has its own columns, not those that the service adds', () => {
  const { watchlists } = missingNames(['_GetWatchlist("vip") | where Team == "x" | project SearchKey, Dept'], world)
  expect(watchlists).toEqual([{ alias: 'vip', columns: ['Team', 'Dept'] }])
})

test('a file has the columns that externaldata declares', () => {
  const kql =
    'externaldata(a:string, b:long)[@"https://feeds.contoso.example/a.csv"] with (format="csv", ignoreFirstRecord=true)'
  const file = {
    url: 'https://feeds.contoso.example/a.csv',
    columns: [
      { name: 'a', type: 'string' },
      { name: 'b', type: 'long' },
    ],
    hasHeader: true,
  }
  expect(missingNames([kql], world).externalData).toEqual([file])
  const known = { ...world, externalData: [{ url: file.url }] }
  expect(missingNames([kql], known).externalData).toEqual([])
})

test('nothing is missing where a query is right, or wrong in another way', () => {
  const nothing = { tables: [], functions: [], watchlists: [], externalData: [] }
  for (const kql of ['SigninLogs | where ResultType == "0"', 'SigninLogs | where Nope == 1', 'SigninLogs | where (']) {
    expect(missingNames([kql], world)).toEqual(nothing)
  }
})
