import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadCatalogue, openColumnType } from '../src/index.ts'

const listing = new URL('../../../../shared/reference/log-analytics-tables.json', import.meta.url)
const catalogue = loadCatalogue()

const columnsOf = (table: string): Record<string, string> =>
  Object.fromEntries(catalogue.get(table)?.columns.map(({ name, type }) => [name, type]) ?? [])

describe('the catalogue', () => {
  test('knows the columns that Microsoft documents for a table', () => {
    // learn.microsoft.com/azure/azure-monitor/reference/tables/heartbeat
    expect(columnsOf('Heartbeat')).toMatchObject({
      TimeGenerated: 'datetime',
      Computer: 'string',
      IsGatewayInstalled: 'bool',
      RemoteIPLongitude: 'real',
      _ResourceId: 'string',
    })
  })

  test('names are case-sensitive', () => {
    expect(catalogue.get('heartbeat')).toBeUndefined()
    expect(catalogue.get('constructor')).toBeUndefined()
  })

  test.skipIf(!existsSync(listing))('agrees with the listing it was imported from, order included', () => {
    const listed = JSON.parse(readFileSync(listing, 'utf8')) as Record<string, Record<string, string>>
    expect(catalogue.names).toEqual(Object.keys(listed))
    for (const [name, columns] of Object.entries(listed)) {
      expect(catalogue.get(name)?.columns.map(column => [column.name, column.type])).toEqual(Object.entries(columns))
    }
  })

  test('with() adds and replaces without touching the original', () => {
    const extended = catalogue.with([
      { name: 'Door_CL', columns: [{ name: 'Badge', type: 'long' }] },
      { name: 'Heartbeat', columns: [] },
    ])
    expect(extended.get('Door_CL')?.columns).toEqual([{ name: 'Badge', type: 'long' }])
    expect(extended.get('Heartbeat')?.columns).toEqual([])
    expect(extended.names).toContain('Door_CL')
    expect(catalogue.get('Door_CL')).toBeUndefined()
    expect(catalogue.get('Heartbeat')?.columns).not.toEqual([])
  })
})

test.each([
  ['AzureDiagnostics', 'anything_s', 'string'],
  ['AzureDiagnostics', 'anything_g', 'guid'],
  ['AzureDiagnostics', 'anything_t', 'datetime'],
  ['AzureDiagnostics', 'anything_x', undefined],
  ['AzureDiagnostics', '_s', undefined],
  ['SigninLogs', 'anything_s', undefined],
])('%s with a column %s: %s', (table, column, type) => {
  expect(openColumnType(table, column)).toBe(type)
})
