import { type Column, loadCatalogue, type Table } from '@tripline/schemas'
import { expect, test } from 'vitest'
import { type Cell, openEngine } from '../src/engine.ts'

const catalogue = loadCatalogue()
const { columns } = catalogue.get('SigninLogs')!

const cellOf = ({ name, type }: Column): Cell => {
  if (name === 'ResultType') return type === 'string' ? '7' : 7n
  if (name === 'Location') return 'DE'
  return type === 'string' ? '' : null
}

async function answer(table: Table, kql: string) {
  await using engine = await openEngine(catalogue, { tables: [{ table, rows: [table.columns.map(cellOf)] }] })
  return await engine.run({ kql })
}

const named = (name: string, changes: Partial<Column>): readonly Column[] =>
  columns.map(column => (column.name === name ? { ...column, ...changes } : column))

const read = 'SigninLogs | project ResultType, Location'

// A table's own columns decide what a query means, whatever the catalogue has under its name.
test.each<readonly [string, readonly Column[], string, unknown]>([
  ['the same columns', [...columns], read, ['7', 'DE']],
  ['a column of another type', named('ResultType', { type: 'long' }), read, [7n, 'DE']],
  ['a column of another name', named('OperationName', { name: 'Operation' }), `${read}, Operation`, ['7', 'DE', '']],
  ['one column fewer', columns.slice(0, -1), read, ['7', 'DE']],
  ['one column more', [...columns, { name: 'More', type: 'long' }], `${read}, More`, ['7', 'DE', null]],
  ['another order', [...columns].reverse(), read, ['7', 'DE']],
])('recorded logs of a known table with %s use these', async (_, own, kql, row) => {
  expect(await answer({ name: 'SigninLogs', columns: own }, kql)).toMatchObject({ ok: true, rows: { rows: [row] } })
})

test('a column missing from the recorded logs is unknown', async () => {
  const own = columns.filter(({ name }) => name !== 'Location')
  expect(await answer({ name: 'SigninLogs', columns: own }, read)).toMatchObject({
    ok: false,
    diagnostics: [{ severity: 'error' }],
  })
})

// Semantics 17.12: a query may name the type of recorded rows whose columns do not list it, and only then has it.
test('recorded logs without the column Type have it in queries that name it', async () => {
  const own = columns.filter(({ name }) => name === 'TimeGenerated' || name === 'Location')
  const table = { name: 'SigninLogs', columns: own }
  const row = { ok: true, rows: { rows: [['SigninLogs']] } }
  expect(await answer(table, 'SigninLogs | where Type == "SigninLogs" | project Type')).toMatchObject(row)
  expect(await answer(table, 'union SigninLogs, AuditLogs | summarize count() by Type | project Type')).toMatchObject(
    row,
  )
  expect(await answer(table, 'SigninLogs')).toMatchObject({ ok: true, rows: { columns: own } })
  expect(await answer({ name: 'Other', columns: own }, 'Other | project Type')).toMatchObject({ ok: false })
})
