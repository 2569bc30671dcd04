import { loadCatalogue } from '@tripline/schemas'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../src/engine.ts'

const table = (name: string, ...rows: readonly (readonly [string, bigint])[]) => ({
  table: {
    name,
    columns: [
      { name: 'User', type: 'string' as const },
      { name: 'n', type: 'long' as const },
    ],
  },
  rows,
})

let engine: Engine
beforeAll(async () => {
  const a = table('A_CL', ['ann', 1n], ['bob', 2n], ['ann', 3n], ['eve', 4n])
  const b = table('B_CL', ['ann', 10n], ['bob', 20n], ['bob', 30n])
  engine = await openEngine(loadCatalogue(), { tables: [a, b] })
})
afterAll(() => engine.close())

/** The result's first column with the source rows of each of its rows, in any order. */
async function traced(kql: string) {
  const found = await engine.trace({ kql })
  if (!found || 'untraced' in found) return found
  return found.rows.rows
    .map(([first], index) => {
      const sources = found.sources[index]!.map(({ table: name, row }) => `${name[0]}${row}`)
      return `${first}: ${sources.sort().join(' ')}`
    })
    .sort()
}

// Each row is numbered as it is listed above: A0 is ann's first, B2 is bob's second.
test.each([
  ['a filter passes on rows', 'A_CL | where n > 2', ['ann: A2', 'eve: A3']],
  ['a projection computes columns', 'A_CL | project x = n * 2 | where x == 4', ['4: A1']],
  ['a sort keeps rows', 'A_CL | top 1 by n desc', ['eve: A3']],
  ['a group is made from all of its rows', 'A_CL | summarize max(n) by User', ['ann: A0 A2', 'bob: A1', 'eve: A3']],
  ['arg_max picks columns of a group', 'A_CL | summarize arg_max(n, *) by User', ['ann: A0 A2', 'bob: A1', 'eve: A3']],
  ['a group of groups', 'A_CL | summarize n = count() by User | summarize count() by n', ['1: A1 A3', '2: A0 A2']],
  ['distinct rows', 'A_CL | distinct User', ['ann: A0 A2', 'bob: A1', 'eve: A3']],
  ['no rows make a group', 'A_CL | where n > 9 | summarize count()', ['0: ']],
  [
    'a pair is made from both',
    'A_CL | join kind=inner B_CL on User',
    ['ann: A0 B0', 'ann: A2 B0', 'bob: A1 B1', 'bob: A1 B2'],
  ],
  ['without a match', 'A_CL | where n > 3 | join kind=leftouter B_CL on User', ['eve: A3']],
  ['lookup', 'A_CL | where n == 1 | lookup B_CL on User', ['ann: A0 B0']],
  ['a semi-join keeps one side', 'A_CL | join kind=leftsemi B_CL on User', ['ann: A0', 'ann: A2', 'bob: A1']],
  ['an anti-join keeps one side', 'A_CL | join kind=leftanti B_CL on User', ['eve: A3']],
  ['and the other side', 'A_CL | where User == "bob" | join kind=rightsemi B_CL on User', ['bob: B1', 'bob: B2']],
  ['a union', 'union A_CL, B_CL | where User == "bob"', ['bob: A1', 'bob: B1', 'bob: B2']],
  [
    'a union of rows and groups',
    'union (A_CL | where n == 4), (B_CL | summarize n = sum(n) by User)',
    ['ann: B0', 'bob: B1 B2', 'eve: A3'],
  ],
  ['a table with itself', 'A_CL | where n == 1 | join kind=inner (A_CL | where n == 3) on User', ['ann: A0 A2']],
  [
    'a let that is read twice',
    'let t = materialize(A_CL | summarize n = count() by User); t | join kind=inner t on User | where User == "ann"',
    ['ann: A0 A2'],
  ],
  ['elements of arrays', 'A_CL | where n == 1 | mv-expand x = dynamic([1, 2]) to typeof(long)', ['ann: A0', 'ann: A0']],
  [
    'what is computed for each row',
    'A_CL | where n < 3 | mv-apply x = dynamic([1, 2]) to typeof(long) on (summarize sum(x))',
    ['ann: A0', 'bob: A1'],
  ],
  ['rows of the query itself', 'datatable(User: string)["ann"] | join kind=inner B_CL on User', ['ann: B0']],
  [
    'conditions look up rows that do not count',
    'A_CL | where User in ((B_CL | project User)) and n < 3',
    ['ann: A0', 'bob: A1'],
  ],
])('%s: %s', async (_, kql, expected) => {
  expect(await traced(kql)).toEqual(expected)
})

test.each([
  ['scan', 'A_CL | sort by n asc | scan with (step s: n > 2;)'],
  ['make-series', 'A_CL | make-series count() on n from 0 to 4 step 1'],
])('what %s returns is not traced', async (operator, kql) => {
  const start = kql.indexOf(operator)
  expect(await traced(kql)).toEqual({ untraced: expect.objectContaining({ operator, start }) })
})
