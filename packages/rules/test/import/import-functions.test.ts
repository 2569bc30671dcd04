import { readFileSync } from 'node:fs'
import { loadFunctionFile } from '@tripline/project'
import { filesBelow, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { importFiles } from './import-files.ts'

const parser = `Parser:
  Title: Doors
  Version: '0.1'
Normalization: { Schema: Access, Version: '1.0' }
Description: |
  Events of doors.
ParserName: vimDoors
EquivalentBuiltInParser: _Im_Doors
ParserParams:
  - Name: starttime
    Type: datetime
    Default: datetime(null)
  - Name: badge
    Type: string
    Default: '*'
  - Name: quoted
    Type: string
    Default: "'*'"
  - Name: owner
    Type: string
    Default: O'Neil\\
  - Name: badges
    Type: dynamic
    Default: dynamic([])
  - Name: disabled
    Type: bool
    Default: False
  - Name: floor
    Type: int
ParserQuery: |
  let parser = (starttime:datetime) {
    Door_CL | where TimeGenerated >= starttime
  };
  parser(starttime)

`

const body = `let parser = (starttime:datetime) {
  Door_CL | where TimeGenerated >= starttime
};
parser(starttime)
`

/** The functions that texts are imported as, by the names of the texts' files. */
const functionsOf = (files: Readonly<Record<string, string>>) =>
  importFiles(...Object.entries(files).map(([path, text]) => ({ path, text }))).value!.map(({ kind, path, text }) => {
    expect(kind).toBe('function')
    const { value, diagnostics } = loadFunctionFile({ path, text })
    expect(diagnostics).toEqual([])
    const { names, parameters, body } = value!
    return { path, names: names.map(name => name.value), parameters: parameters.value, body: body.value }
  })

const said = (path: string, text: string) =>
  importFiles({ path, text }).diagnostics.map(({ id, span }) => [id, text.slice(span!.start, span!.end)])

describe('a function', () => {
  it('comes from the YAML of a parser, with its parameters in the spelling of KQL', () => {
    expect(functionsOf({ 'vimDoors.yaml': parser })).toEqual([
      {
        path: 'vimDoors.yaml',
        names: ['vimDoors', '_Im_Doors'],
        parameters: String.raw`(starttime:datetime=datetime(null), badge:string='*', quoted:string='*', owner:string='O\'Neil\\', badges:dynamic=dynamic([]), disabled:bool=false, floor:int)`,
        body,
      },
    ])
  })

  it.each([
    ['a table with any columns', '- { Name: T, Type: table }', '(T:(*))'],
    [
      'the columns of a table in its name',
      "- { Name: 'T:(TimeGenerated:datetime)', Type: table }",
      '(T:(TimeGenerated:datetime))',
    ],
    ['the columns of a table in its type', "- { Name: T, Type: 'table:(*)' }", '(T:(*))'],
    ['all in one text', '  \'a:long, b:string="x"\'', '(a:long, b:string="x")'],
  ])('takes %s', (_, parameters, expected) => {
    const text = `FunctionName: F\nFunctionParams:\n${parameters}\nFunctionQuery: T | count\n`
    expect(functionsOf({ 'F.yaml': text })[0]!.parameters).toBe(expected)
  })

  const search = {
    category: 'Doors',
    displayName: 'Doors',
    functionAlias: 'Doors',
    functionParameters: 'starttime:datetime=datetime(null)',
    query: 'Door_CL\r\n| where TimeGenerated >= starttime',
    version: 2,
  }
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    parameters: { workspace: { type: 'string' } },
    variables: { name: 'Doors' },
    resources: [
      {
        type: 'Microsoft.OperationalInsights/workspaces',
        name: "[parameters('workspace')]",
        resources: [{ type: 'savedSearches', name: 'Doors', properties: search }],
      },
      {
        type: 'Microsoft.OperationalInsights/workspaces/savedSearches',
        name: "[concat(parameters('workspace'), '/Open')]",
        properties: { ...search, functionAlias: "[concat('Open', variables('name'))]", functionParameters: '' },
      },
    ],
  }
  it('comes from the saved searches of a template, also inside a workspace', () => {
    expect(functionsOf({ 'template.json': JSON.stringify(template) })).toMatchObject([
      {
        names: ['Doors'],
        parameters: '(starttime:datetime=datetime(null))',
        body: 'Door_CL\n| where TimeGenerated >= starttime\n',
      },
      { names: ['OpenDoors'], parameters: '()' },
    ])
  })

  it.each([
    [
      'an answer of the interface',
      {
        value: [{ id: '/x/savedSearches/1', type: 'Microsoft.OperationalInsights/savedSearches', properties: search }],
      },
    ],
    [
      'a file of Terraform',
      {
        resource: {
          azapi_resource: {
            a: {
              type: 'Microsoft.OperationalInsights/workspaces/savedSearches@2020-08-01',
              body: { properties: search },
            },
          },
        },
      },
    ],
    ['properties alone', search],
    ['compiled Bicep with names for resources', { ...template, resources: { doors: template.resources[0] } }],
  ])('comes from %s', (_, document) => {
    expect(functionsOf({ 'x.json': JSON.stringify(document) })[0]).toMatchObject({
      names: ['Doors'],
      parameters: '(starttime:datetime=datetime(null))',
    })
  })

  it.each([
    [
      'its alias in a comment',
      'doors.txt',
      '// save as function with function name and alias as DoorEvents.\nDoor_CL\n| take 1',
      'DoorEvents',
    ],
    [
      'a name that comments require',
      'x.kql',
      '// The Function name must be set to "DoorEvents"\nDoor_CL\n| take 1',
      'DoorEvents',
    ],
    ['its file', 'Doors', '// This parser is about doors (e.g. Door_s | take 1).\nDoor_CL\n| take 1', 'Doors'],
    ['its file in a folder of functions', 'functions/Doors.kql', 'Door_CL\n| take 1', 'Doors'],
  ])('comes from a text, named by %s', (_, path, text, name) => {
    expect(functionsOf({ [path]: text })).toMatchObject([{ names: [name], parameters: '()', body: `${text}\n` }])
  })

  it.each([
    ['a query', 'hunting/doors.kql', 'Door_CL\n| take 1'],
    ['words', 'parsers/readme.txt', 'union of all functions\nlet us see'],
    ['a licence', 'LICENSE', 'The functions of this software\n| are | free |'],
  ])('is not made of %s', (_, path, text) => expect(said(path, text)).toEqual([['import-nothing', '']]))

  it.each([
    ['a name', parser.replace('vimDoors', '<name>'), [['import-function-name', '<name>']]],
    ['a type', parser.replace('    Type: datetime\n', ''), [['import-parameter', 'Name: starttime']]],
    ['a query', 'FunctionName: F\nFunctionQuery: ""\n', [['import-function-body', '""']]],
    [
      'a known query',
      JSON.stringify({
        ...template,
        resources: [{ type: 'x/savedSearches', properties: { ...search, query: "[reference('x').query]" } }],
      }),
      [['import-expression', `"[reference('x').query]"`]],
    ],
  ])('is left out without %s, which is reported where it is', (_, text, expected) =>
    expect(said('f.yaml', text)).toEqual(expected),
  )

  it('that is broken does not keep others from being imported', () => {
    const broken = { ...search, functionAlias: 'not a name' }
    const { value, diagnostics } = importFiles({ path: 'x.json', text: JSON.stringify([search, broken]) })
    expect(value!.map(({ path }) => path)).toEqual(['Doors.yaml'])
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-function-name'])
  })

  it('that is found twice is imported once, from the file with its name', () => {
    const other = parser.replace('Door_CL', 'Gate_CL')
    const found = importFiles({ path: 'a/ARM.yaml', text: other }, { path: 'b/vimDoors.yaml', text: parser })
    expect(found.value!.map(({ path, text }) => [path, text.includes('Door_CL')])).toEqual([['vimDoors.yaml', true]])
    expect(found.diagnostics.map(({ id, span }) => [id, span!.file.path])).toEqual([['import-twice', 'a/ARM.yaml']])
    const same = parser.replace('badge\n', 'badge\n\n').replace('| where', '|  where').replace('Events of', 'More of')
    expect(
      importFiles({ path: 'a', text: '' }, { path: 'x.yaml', text: same }, { path: 'y.yaml', text: parser }).value,
    ).toHaveLength(1)
  })

  it('does not take the built-in name of another', () => {
    const other = parser.replace('vimDoors', 'vimGates')
    const { value, diagnostics } = importFiles({ path: 'a.yaml', text: parser }, { path: 'b.yaml', text: other })
    expect(value!.map(({ text }) => text.includes('builtIn: _Im_Doors'))).toEqual([true, false])
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-built-in-twice'])
  })

  it('has a file of its own even where names differ only in case', () => {
    const other = parser.replace('vimDoors', 'VIMDOORS').replace('_Im_Doors', '_Im_Gates')
    expect(functionsOf({ 'a.yaml': parser, 'b.yaml': other }).map(({ path }) => path)).toEqual([
      'vimDoors.yaml',
      'VIMDOORS-2.yaml',
    ])
  })
})

describe.each(referenceData('adoption/'))('published parsers', root => {
  interface Index {
    readonly parsers: readonly {
      readonly name: string
      readonly file: string
      readonly parameters: readonly Parameter[]
    }[]
  }
  interface Parameter {
    readonly name: string
    readonly type: string
  }
  const { parsers }: Index = JSON.parse(readFileSync(new URL('index.json', root), 'utf8'))

  it('are imported under the names and with the parameters that they declare', () => {
    const files = ['asim/', 'parsers/'].flatMap(folder => filesBelow(new URL(folder, root), ''))
    const sources = files.map(url => ({ path: url.pathname, text: readFileSync(url, 'utf8') }))
    const imported = importFiles(...sources).value!.map(({ path, text }) => loadFunctionFile({ path, text }).value!)
    const parametersOf = new Map(
      imported.flatMap(({ names, parameters }) =>
        names.map(
          ({ value }) =>
            [
              value,
              Array.from(parameters.value.replace(/:\([^)]*\)/g, ':table').matchAll(/(?<=[(,]\s*)\w+(?=:)/g), String),
            ] as const,
        ),
      ),
    )
    expect(parsers.length).toBeGreaterThan(100)
    for (const { name, parameters } of parsers)
      expect([name, parametersOf.get(name)]).toEqual([name, parameters.map(one => one.name)])
  })
})
