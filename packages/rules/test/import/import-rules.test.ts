import { describe, expect, it } from 'vitest'
import { loadRule } from '../../src/index.ts'
import { importFiles } from './import-files.ts'

const read = (document: unknown) => importFiles({ path: 'template.json', text: JSON.stringify(document, undefined, 2) })
const imported = (document: unknown): string => read(document).value![0]!.text

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const properties = {
  displayName: 'Failed sign-ins',
  enabled: true,
  severity: 'Medium',
  query: 'SigninLogs\r\n| where ResultType != "0"',
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
  techniques: ['T1078', 'T1110'],
  subTechniques: ['T1078.004'],
}
const rule = `id: ${id}
name: Failed sign-ins
kind: Scheduled
severity: Medium
queryFrequency: 1h
queryPeriod: 1d
triggerOperator: gt
triggerThreshold: 0
relevantTechniques:
  - T1078.004
  - T1110
query: |-
  SigninLogs
  | where ResultType != "0"
`

describe('an imported rule', () => {
  it.each([
    [
      'what the REST interface answers',
      { id: `/x/alertRules/${id}`, name: id, etag: '"1"', kind: 'Scheduled', properties },
    ],
    ['a list of answers', { value: [{ name: id, kind: 'Scheduled', properties }] }],
    [
      'requests of the REST interface',
      [{ method: 'PUT', path: `/x/alertRules/${id}?api-version=2025-09-01`, body: { kind: 'Scheduled', properties } }],
    ],
    [
      'a file of Terraform',
      {
        resource: {
          azapi_resource: {
            rule: {
              type: 'Microsoft.SecurityInsights/alertRules@2025-09-01',
              name: id,
              body: { kind: 'Scheduled', properties },
            },
          },
        },
      },
    ],
    [
      'what Bicep compiles to',
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        variables: { rule: { query: properties.query } },
        resources: {
          rule: {
            type: 'Microsoft.SecurityInsights/alertRules',
            name: id,
            kind: 'Scheduled',
            properties: { ...properties, query: "[variables('rule').query]" },
          },
        },
      },
    ],
    [
      'a template inside a deployment',
      {
        $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: {
              template: {
                $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
                resources: [
                  {
                    type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
                    name: `[concat(parameters('workspace'),'/Microsoft.SecurityInsights/${id}')]`,
                    kind: 'Scheduled',
                    properties,
                  },
                ],
              },
            },
          },
        ],
      },
    ],
  ])('comes from %s', (_, document) => {
    expect(imported(document)).toBe(rule)
  })

  /** A template with one rule, which has these texts for a query and a name. */
  const template = (query: unknown, values: object = {}, name = id) => ({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    ...values,
    resources: [
      {
        type: 'Microsoft.SecurityInsights/alertRules',
        name,
        kind: 'Scheduled',
        properties: { ...properties, query },
      },
    ],
  })
  const variables = {
    table: 'SigninLogs',
    tables: ['AuditLogs', 'SigninLogs'],
    rule: { Table: "[variables('tables')[1]]", id: "[resourceId('x')]" },
    loop: "[variables('loop')]",
  }

  // What each expression is worth is in the reference of template functions.
  it.each([
    ["[parameters('table')]", 'SigninLogs'],
    ["[Variables('TABLE')]", 'SigninLogs'],
    ["[variables('rule').table]", 'SigninLogs'],
    ["[variables('rule')['table']]", 'SigninLogs'],
    ["[concat(variables('table'), ' | take ', 1)]", 'SigninLogs | take 1'],
    [
      "[format('{0} | where a == ''{1}'' and {{b}}', variables('tables')[1], 'x')]",
      "SigninLogs | where a == 'x' and {b}",
    ],
    ["[toUpper(concat('a', 'b'))]", 'AB'],
    ["[join(createArray('T', 'count'), ' | ')]", 'T | count'],
    ["[replace('T | take {n}', '{n}', '$&')]", 'T | take $&'],
    ['[[a]', '[a]'],
    ['[a] ', '[a] '],
  ])('has the value of %s', (expression, query) => {
    const values = { parameters: { table: { type: 'string', defaultValue: "[concat('Signin', 'Logs')]" } }, variables }
    const file = { path: 'rule.yaml', text: imported(template(expression, values)) }
    expect(loadRule(file).value).toMatchObject({ query: { value: query } })
  })

  it.each([
    "[reference('x').query]",
    "[parameters('unset')]",
    "[variables('loop')]",
    "[variables('rule').id]",
    "[variables('rule').constructor]",
    "[constructor('T')]",
    "[concat('a', resourceGroup().name)]",
    "[format('{0:N}', 1)]",
    "[concat('a']",
    '[1 + 1]',
  ])('is refused for %s', expression => {
    expect(read(template(expression, { variables })).diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it.each([
    [`[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]`, id],
    [`[concat(parameters('workspace'), '/', guid('${id}'))]`, undefined],
    [`[guid('${id}')]`, undefined],
    ["[variables('rule').name]", id],
  ])('has the id of %s', (name, expected) => {
    const { value, diagnostics } = read(template('T', { variables: { rule: { name: id } } }, name))
    expect(value![0]!.text.startsWith(`id: ${expected}\n`)).toBe(expected !== undefined)
    expect(diagnostics.map(one => one.id)).toEqual(expected === undefined ? ['import-without-id'] : [])
  })

  it('has the values of the template that contains it, or is deployed with it', () => {
    const deployment = (scope: object) => ({
      $schema: 'x',
      variables: { query: 'Outer' },
      resources: [
        {
          type: 'Microsoft.Resources/deployments',
          properties: {
            ...scope,
            parameters: { query: { value: "[variables('query')]" } },
            template: template("[variables('query')]", {
              parameters: { query: { type: 'string', defaultValue: 'Default' } },
              variables: { query: "[concat('Inner of ', parameters('query'))]" },
            }),
          },
        },
      ],
    })
    expect(imported(deployment({ expressionEvaluationOptions: { scope: 'inner' } }))).toContain('query: Inner of Outer')
    expect(imported(deployment({}))).toContain('query: Outer\n')
  })

  it('may be content that a solution installs, whose template speaks the words of the outer one', () => {
    const content = (name: string, resource: object) => ({
      type: 'Microsoft.OperationalInsights/workspaces/providers/contentTemplates',
      name: "[concat(parameters('workspace'), uniqueString('x'))]",
      properties: {
        contentId: `[variables('${name}')]`,
        mainTemplate: { $schema: 'x', variables: {}, resources: [resource] },
      },
    })
    const connectors = [{ connectorId: 'AzureActiveDirectory', dataTypes: ['SigninLogs'] }]
    const { value, diagnostics } = read({
      $schema: 'x',
      variables: { rule: id, query: id.replace('0e7f', '1e7f') },
      resources: [
        content('rule', {
          type: 'Microsoft.SecurityInsights/AlertRuleTemplates',
          name: "[variables('rule')]",
          kind: 'NRT',
          properties: { displayName: 'A', enabled: false, status: 'Available', requiredDataConnectors: connectors },
        }),
        content('query', {
          type: 'Microsoft.OperationalInsights/savedSearches',
          name: 'Hunting_Query_1',
          properties: { eTag: '*', category: 'Hunting Queries', displayName: 'B', query: 'T', version: 2 },
        }),
      ],
    })
    expect(diagnostics).toEqual([])
    expect(value!.map(({ text }) => text)).toEqual([
      `id: ${id}\nname: A\nkind: NRT\nrequiredDataConnectors:\n  - connectorId: AzureActiveDirectory\n    dataTypes:\n      - SigninLogs\n`,
      `id: ${id.replace('0e7f', '1e7f')}\nname: B\nkind: Hunting\nquery: T\n`,
    ])
  })

  it('ends where variables multiply each other', () => {
    const doubled = Array.from({ length: 60 }, (_, at) => [
      `v${at}`,
      `[concat(variables('v${at + 1}'), variables('v${at + 1}'))]`,
    ])
    const values = { variables: { ...Object.fromEntries(doubled), v60: 'a'.repeat(1000) } }
    expect(read(template("[variables('v0')]", values)).diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it.each([
    ['names', "[variables('v0')]"],
    ['calls', `[${'concat('.repeat(9999)}'T'${')'.repeat(9999)}]`],
    ['indexes', `[variables('list')${'[0]'.repeat(9999)}]`],
  ])('ends when %s are nested too deeply', (_, query) => {
    const nested = (at: number) => `[concat(${'concat('.repeat(90)}variables('v${at + 1}')${')'.repeat(90)})]`
    const list = Array.from({ length: 90 }).reduce<unknown>(inner => [inner], nested(0))
    const chain = Array.from({ length: 500 }, (_, at) => [`v${at}`, nested(at)])
    const { diagnostics } = read(template(query, { variables: { list, ...Object.fromEntries(chain) } }))
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it.each([
    ['a replacement of each letter', "[replace(variables('long'), 'a', variables('long'))]"],
    ['a long sign between many texts', `[join(createArray(${Array(3000).fill("'x'").join()}), variables('long'))]`],
    ['a pattern with many holes', `[format('${'{0}'.repeat(9000)}', variables('long'))]`],
    ['lists of lists', `[join(concat(${Array(2000).fill("variables('list')").join()}), '')]`],
  ])('ends when the result of %s would be too large', (_, query) => {
    const variables = { long: 'a'.repeat(100_000), list: Array(50_000).fill(1) }
    const { diagnostics } = read(template(query, { variables }))
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it('ends where deployments inside each other multiply what they hand on', () => {
    const parameters = { p: { value: `[concat(${Array(60).fill("parameters('p')").join()})]` } }
    const inner = { ...template("[parameters('p')]"), parameters: { p: { type: 'string' } } }
    const nested = Array.from({ length: 8 }).reduce<object>(
      of => ({
        ...inner,
        resources: [
          {
            type: 'Microsoft.Resources/deployments',
            properties: { expressionEvaluationOptions: { scope: 'inner' }, parameters, template: of },
          },
        ],
      }),
      inner,
    )
    const { diagnostics } = read({ ...nested, parameters: { p: { type: 'string', defaultValue: 'a' } } })
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it.each([
    ['a list as a name', "[parameters(createArray(parameters('nowhere')))]"],
    ['an object as a name', "[variables(createObject('toString', 'x'))]"],
    ['a list as a key', "[createObject('a', 'b')[createArray(parameters('nowhere'))]]"],
    ['an object with an unknown key', "[string(createObject(parameters('nowhere'), 'b'))]"],
    ['a whole number that no number here can hold', "[concat('T | take ', 9007199254740993)]"],
  ])('is refused where it has %s', (_, query) => {
    expect(read(template(query)).diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it('takes a name from the prototype of no object', () => {
    const { diagnostics } = read(template("[createObject('__proto__', createObject('a', 'T')).a]"))
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-expression'])
  })

  it('may be a hunting query', () => {
    const search = {
      Category: 'Hunting Queries',
      DisplayName: 'Edited crontabs',
      Query: 'Syslog',
      Version: 2,
      Tags: [
        { Name: 'description', Value: 'Crontab edits.' },
        { Name: 'tactics', Value: 'Persistence, Execution' },
        { Name: 'techniques', Value: 'T1059' },
        { Name: 'createdBy', Value: 'ann@contoso.example' },
        { Name: 'team', Value: 'blue' },
      ],
    }
    const { value, diagnostics } = read({
      value: [
        { id: `/x/savedSearches/${id}`, properties: search },
        { id: '/x/savedSearches/other', properties: { ...search, Category: 'Log Management' } },
      ],
    })
    expect(value!.map(({ text }) => text)).toEqual([
      `id: ${id}
name: Edited crontabs
kind: Hunting
description: Crontab edits.
tactics:
  - Persistence
  - Execution
relevantTechniques:
  - T1059
query: Syslog
`,
    ])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'the tag team cannot be kept in a rule file and was dropped',
    ])
  })

  it('is refused where only a deployment knows what it says', () => {
    const text = JSON.stringify({
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      resources: [
        {
          type: 'Microsoft.SecurityInsights/alertRules',
          name: "[guid('x')]",
          kind: 'Scheduled',
          properties: { ...properties, enabled: false, query: "[reference('a').query]", novelty: 1 },
        },
      ],
    })
    const { diagnostics } = importFiles({ path: 't.json', text })
    expect(diagnostics.map(({ id, span }) => [id, text.slice(span!.start, span!.end).slice(0, 10)])).toEqual([
      ['import-without-id', '{"type":"M'],
      ['import-expression', '"[referenc'],
      ['import-dropped', '"novelty"'],
      ['import-disabled', 'false'],
    ])
  })

  it('may be written as tools take it, with comments and tabs', () => {
    const text = `// of the team\n{\t"name": "${id}", /* an "NRT" */ "kind": "NRT",\n\t"properties": { "displayName": "a // b", "query": "T /* c */" } }`
    const { value } = importFiles({ path: 'x.json', text })
    expect(value![0]!.text).toBe(`id: ${id}\nname: a // b\nkind: NRT\nquery: T /* c */\n`)
  })

  it.each([
    ['letters', 'x'.repeat(10_000_000)],
    ['escaped signs', '\\\\'.repeat(5_000_000)],
    ['quotes that do not end', `${id}" "`.repeat(3)],
  ])('is looked for behind a text of many %s', (_, text) => {
    const { diagnostics } = importFiles({ path: 'x.json', text: `{ "a": "${text}" }` })
    expect(diagnostics.map(found => found.category)).toEqual(['input'])
  })

  it.each([
    ['x.json', '{"kind": "NRT", "properties": {"query": "T\n| take 1"}}', 'import-folded', 40],
    ['x.bicep', "resource x 'y' = {}", 'import-uncompiled', 0],
    ['x.tf', 'resource "x" {', 'import-hcl', 14],
  ])('is not read from %s that says %j', (path, text, id, start) => {
    expect(importFiles({ path, text }).diagnostics).toMatchObject([{ id, category: 'input', span: { start } }])
  })

  it('needs a rule in the document', () => {
    expect(importFiles({ path: 'x.json', text: '{"resources": []}' }).diagnostics[0]?.id).toBe('import-nothing')
    expect(importFiles({ path: 'x.json', text: '{"resources": ' }).diagnostics[0]?.id).toBe('yaml-malformed')
  })
})
