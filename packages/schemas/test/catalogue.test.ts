import { describe, expect, test } from 'vitest'
import { loadCatalogue, openColumnType } from '../src/index.ts'

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

  // What is made of a table, such as the binder's symbol, is kept by its identity.
  test('a table is the same object wherever it is asked for first', () => {
    const [one, other] = ['A_CL', 'B_CL'].map(name => loadCatalogue().with([{ name, columns: [] }]))
    expect(one!.get('SigninLogs')).toBeDefined()
    expect(other!.get('SigninLogs')).toBe(one!.get('SigninLogs'))
    expect(catalogue.get('SigninLogs')).toBe(one!.get('SigninLogs'))
  })
})

test.each([
  ['AzureDiagnostics', 'anything_s', 'string'],
  ['AzureDiagnostics', 'anything_g', 'guid'],
  ['AzureDiagnostics', 'anything_t', 'datetime'],
  ['AzureDiagnostics', 'anything_x', undefined],
  ['AzureDiagnostics', '_s', undefined],
  ['SigninLogs', 'anything_s', undefined],
  ['DeviceEvents', 'Timestamp', 'datetime'],
  ['SigninLogs', 'Timestamp', undefined],
])('%s with a column %s: %s', (table, column, type) => {
  expect(openColumnType(table, column)).toBe(type)
})
