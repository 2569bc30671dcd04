import { type Cell, openEngine } from '@tripline/kql/engine'
import { loadCatalogue, parseDatetimeIso } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { externalRows } from '../src/index.ts'

const table = {
  name: 'Door_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'Who', type: 'string' },
  ],
} as const
const folder = 'https://vault.blob.core.windows.net/tripline-archive/Door_CL'
const files = [
  { day: '2026-03-01', stem: 'part-0001', rows: 'all' },
  { day: '2026-03-02', stem: 'part-0001', rows: { except: ['2026-03-02T13'] } },
  { day: '2026-03-02', stem: 'part-0002', rows: { only: ['2026-03-02T13'] } },
  { day: '2026-03-03', stem: 'part-0001', rows: 'all' },
] as const

// The form of the command, and what selects files: https://learn.microsoft.com/kusto/management/external-tables-azure-storage.
test('external tables have the files of one stem, by day', () => {
  const { tables } = externalRows({ table, folder, files })
  expect(tables.map(one => one.made('x'))).toEqual(
    ['part-0001', 'part-0002'].map(stem => [
      `.create external table x (TimeGenerated:datetime, Who:string) kind=storage partition by (tripline_day:datetime) pathformat=(datetime_pattern("yyyy/MM/dd", tripline_day)) dataformat=json (h@'${folder};impersonate') with (namePrefix="${stem}.")`,
    ]),
  )
  expect(tables[0]!.dropped('x')).toBe('.drop external table x ifexists')
})

// Expected: by hand, the rows of which the names say that they count.
test('the rows of a table are those that count of the days that are wanted', async () => {
  const { statement } = externalRows({ table, folder, files })
  const at = (text: string) => parseDatetimeIso(text)!
  const columns = [...table.columns, { name: 'tripline_day', type: 'datetime' }] as const
  const stored = (name: string, rows: readonly (readonly Cell[])[]) => ({ table: { name, columns }, rows })
  const day = (number: number) => at(`2026-03-0${number}`)
  await using engine = await openEngine(loadCatalogue(), {
    tables: [
      stored('one', [
        [at('2026-03-01T00:00:00Z'), 'counts', day(1)],
        [at('2026-03-02T12:59:59Z'), 'counts', day(2)],
        [at('2026-03-02T13:00:00Z'), 'filled', day(2)],
        [null, 'counts', day(2)],
        [at('2026-03-03T13:00:00Z'), 'counts', day(3)],
        [at('2026-03-04T13:00:00Z'), 'not wanted', day(4)],
      ]),
      stored('two', [
        [at('2026-03-02T13:00:00Z'), 'counts', day(2)],
        [at('2026-03-02T14:00:00Z'), 'landed', day(2)],
        [at('2026-03-01T13:00:00Z'), 'of another day', day(1)],
      ]),
    ],
  })
  const kql = `${statement(['one', 'two']).replaceAll(/external_table\("(\w+)"\)/g, '$1')} Door_CL | summarize count() by Who`
  const answer = await engine.run({ kql })
  expect(answer.ok && answer.rows.rows).toEqual([['counts', 5n]])
})

test('a table without files has no rows', async () => {
  const { statement, tables } = externalRows({ table, folder, files: [] })
  expect(tables).toEqual([])
  await using engine = await openEngine(loadCatalogue(), { tables: [] })
  const answer = await engine.run({ kql: `${statement([])} Door_CL` })
  expect(answer).toMatchObject({ ok: true, rows: { columns: table.columns, rows: [] } })
})
