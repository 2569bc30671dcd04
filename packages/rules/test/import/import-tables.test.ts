import { readFileSync } from 'node:fs'
import { loadCatalogue, loadTables } from '@tripline/schemas'
import { filesBelow, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { importFiles } from './import-files.ts'

const catalogue = loadCatalogue()

/** The tables that a document is imported as: their columns by name, without the standard ones that are not written. */
function tablesOf(path: string, document: unknown): Readonly<Record<string, unknown>> {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const files = importFiles({ path, text }).value ?? []
  return Object.fromEntries(
    files.map(file => {
      expect(file.kind).toBe('table')
      const { value, diagnostics } = loadTables([file], catalogue)
      expect(diagnostics).toEqual([])
      const columns = value![0]!.columns.filter(({ name }) => file.text.includes(`  ${name}: `))
      return [value![0]!.name, Object.fromEntries(columns.map(({ name, type }) => [name, type]))]
    }),
  )
}

const said = (document: unknown) => {
  const text = JSON.stringify(document)
  return importFiles({ path: 'x.json', text }).diagnostics.map(({ id, span }) => [
    id,
    text.slice(span!.start, span!.end),
  ])
}

const columns = [
  { name: 'TimeGenerated', type: 'dateTime' },
  { name: 'Badge', type: 'long' },
  { name: 'Open', type: 'boolean' },
]
const expected = { Door_CL: { TimeGenerated: 'datetime', Badge: 'long', Open: 'bool' } }

describe('a table', () => {
  // The types that the table schemas of Azure-Sentinel name, and what the .NET names stand for in Kusto (documentation of
  // scalar data types).
  it.each([
    ['String', 'string'],
    ['string ', 'string'],
    ['Double', 'real'],
    ['DateTime', 'datetime'],
    ['Date/time', 'datetime'],
    ['Real', 'real'],
    ['Int', 'int'],
    ['Int32', 'int'],
    ['Integer', 'int'],
    ['Int64', 'long'],
    ['bigint', 'long'],
    ['Boolean', 'bool'],
    ['SByte', 'bool'],
    ['Dynamic', 'dynamic'],
    ['Object', 'dynamic'],
    ['GUID', 'guid'],
    ['System.String', 'string'],
    ['TimeSpan', 'timespan'],
    ['System.Data.SqlTypes.SqlDecimal', 'decimal'],
  ])('has a column of type %s as %s', (written, type) => {
    const document = { Name: 'Door_CL', Properties: [{ Name: 'Badge', Type: written }] }
    expect(tablesOf('Door.json', document)).toEqual({ Door_CL: { Badge: type } })
  })

  it.each([
    [
      'a resource',
      {
        type: 'Microsoft.OperationalInsights/workspaces/tables',
        name: 'w/Door_CL',
        properties: { plan: 'Analytics', schema: { name: 'Door_CL', columns } },
      },
    ],
    [
      'a resource named by itself',
      {
        type: 'Microsoft.OperationalInsights/workspaces/tables',
        name: "[concat(parameters('w'), '/Door_CL')]",
        properties: { schema: { columns } },
      },
    ],
    [
      'a resource inside a workspace',
      {
        type: 'Microsoft.OperationalInsights/workspaces',
        resources: [{ type: 'tables', name: 'Door_CL', properties: { schema: { columns } } }],
      },
    ],
  ])('comes from a template with %s', (_, resource) => {
    const template = { $schema: 'x', parameters: { w: { defaultValue: 'w' } }, resources: [resource] }
    expect(tablesOf('x.json', template)).toEqual(expected)
  })

  it('comes from an answer of the interface', () => {
    const answer = { id: '/x/tables/Door_CL', name: 'Door_CL', properties: { schema: { name: 'Door_CL', columns } } }
    expect(tablesOf('x.json', { value: [answer] })).toEqual(expected)
  })

  const rule = (flow: object, stream = 'Custom-Door_CL') => ({
    $schema: 'x',
    resources: [
      {
        type: 'Microsoft.Insights/dataCollectionRules',
        name: 'doors',
        properties: { streamDeclarations: { [stream]: { columns } }, dataFlows: [{ streams: [stream], ...flow }] },
      },
    ],
  })
  it.each([
    ['without a transformation', rule({ outputStream: 'Custom-Door_CL' }), expected],
    [
      'that hands on what comes',
      rule({ outputStream: 'Custom-Door_CL', transformKql: 'source' }, 'Custom-Json'),
      expected,
    ],
    ['with an output of its own name', rule({}), expected],
    [
      'with a transformation',
      rule({
        outputStream: 'Custom-Door_CL',
        transformKql: 'source | extend Name = tostring(Badge) | project-away Open',
      }),
      { Door_CL: { TimeGenerated: 'datetime', Badge: 'long', Name: 'string' } },
    ],
    ['into a documented table', rule({ outputStream: 'Microsoft-Syslog' }), {}],
  ])('comes from the streams of a data collection rule %s', (_, document, tables) => {
    expect(tablesOf('x.json', document)).toEqual(tables)
  })

  it('comes from streams that nothing sends on', () => {
    const document = {
      properties: { streamDeclarations: { 'Custom-Door_CL': { columns }, 'Custom-Text': { columns } } },
    }
    expect(tablesOf('x.json', document)).toEqual(expected)
  })

  it('is not known where the transformation is not', () => {
    const document = rule({ outputStream: 'Custom-Door_CL', transformKql: 'source | extend x = Badg' })
    expect(said(document)).toEqual([['import-transformation', '"source | extend x = Badg"']])
  })

  const described = (properties: readonly object[], Name = 'Door_CL') => ({ Name, Properties: properties })
  const badge = { Name: 'Badge', Type: 'Long' }
  it.each([
    [
      'a heading of the portal',
      described([{ Name: 'TimeGenerated [UTC]', Type: 'DateTime' }]),
      [],
      { Door_CL: { TimeGenerated: 'datetime' } },
    ],
    [
      'spaces around names',
      described([{ Name: ' Badge ', Type: 'Long' }], 'Door_CL '),
      [],
      { Door_CL: { Badge: 'long' } },
    ],
    ['a column twice', described([badge, badge]), [], { Door_CL: { Badge: 'long' } }],
    [
      'a column of two types',
      described([badge, { Name: 'Badge', Type: 'Int' }]),
      [['import-column-twice', '{"Name":"Badge","Type":"Int"}']],
      { Door_CL: { Badge: 'long' } },
    ],
    [
      'a column with another name',
      described([badge, { Name: 'kB/s', Type: 'Int' }]),
      [['import-column-name', '"kB/s"']],
      { Door_CL: { Badge: 'long' } },
    ],
    [
      'a column of another type',
      described([badge, { Name: 'Shape', Type: 'Geometry' }]),
      [['import-column-type', '"Geometry"']],
      { Door_CL: { Badge: 'long' } },
    ],
    ['no name', described([badge], 'Syslog (doors)'), [['import-table-name', '"Syslog (doors)"']], {}],
    [
      'no usable column',
      described([{ Name: 'Shape', Type: 'Geometry' }]),
      [
        ['import-column-type', '"Geometry"'],
        ['import-table-known', '"Door_CL"'],
      ],
      {},
    ],
    [
      'a documented name and more columns',
      described([badge, { Name: 'Computer', Type: 'String' }], 'Syslog'),
      [],
      { Syslog: { Badge: 'long' } },
    ],
    [
      'a documented name and no more columns',
      described([{ Name: 'Computer', Type: 'String' }], 'Syslog'),
      [['import-table-known', '"Syslog"']],
      {},
    ],
    [
      'a documented column of another type',
      described([badge, { Name: 'Computer', Type: 'Long' }], 'Syslog'),
      [['import-column-documented', '"Syslog"']],
      { Syslog: { Badge: 'long' } },
    ],
  ])('with %s', (_, document, messages, tables) => {
    expect(said(document)).toEqual(messages)
    expect(tablesOf('x.json', document)).toEqual(tables)
  })

  it('that stands for a function is left out where the function is imported', () => {
    const parser = { path: 'Doors.yaml', text: 'ParserName: Doors\nParserQuery: Door_CL\n' }
    const table = { path: 'CustomTables/Doors.json', text: JSON.stringify(described([badge], 'Doors')) }
    const { value, diagnostics } = importFiles(table, parser)
    expect(value!.map(({ kind }) => kind)).toEqual(['function'])
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-stand-in'])
  })
})

describe.each(referenceData('adoption/'))('published tables', root => {
  interface Index {
    readonly customTables: Readonly<
      Record<string, { readonly file: string; readonly problem?: string; readonly inReference?: boolean }>
    >
  }
  it('are imported by the names inside of them, or need no file', () => {
    const { customTables }: Index = JSON.parse(readFileSync(new URL('index.json', root), 'utf8'))
    const sources = filesBelow(new URL('custom-tables/', root), '').map(url => ({
      path: url.pathname,
      text: readFileSync(url, 'utf8'),
    }))
    const { value } = importFiles(...sources)
    const imported = new Set(value!.map(({ path }) => path.replace('.yaml', '')))
    const missing = Object.entries(customTables).filter(
      ([name, { problem, inReference }]) => !problem && !inReference && !imported.has(name.trim()),
    )
    expect(missing.map(([name]) => name)).toEqual(['Syslog (Digital Guardian)'])
    const { value: tables, diagnostics } = loadTables(value!, catalogue)
    expect(diagnostics).toEqual([])
    expect(tables!.length).toBeGreaterThan(150)
  })
})
