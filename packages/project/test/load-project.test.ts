import { rmSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { positionAt } from '@tripline/diagnostics'
import { inside } from '@tripline/files'
import { loadProject, projectSchema } from '@tripline/project'
import { parseYaml, plainValue } from '@tripline/yaml'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from './scratch-folder.ts'

const whole = `
rules: [detections, more]
workspaces:
  prod:
    subscriptionId: 0A000000-0000-0000-0000-000000000001
    resourceGroup: rg-soc
    workspaceName: law-prod
    workspaceId: 00000000-0000-0000-0000-000000000002
    parameters:
      detections/a.yaml: { threshold: 5, window: 2h, name: "x" }
  local:
    parameters:
      00000000-0000-0000-0000-000000000003: { threshold: 1 }
disabled: [0000000A-0000-0000-0000-000000000003]
watchlists:
  CorpNetworks: { file: data/corp.csv, searchKey: Network }
externalData:
  https://data.example/feed.csv?sig=a: data/feed.csv
functions:
  Admins: { file: functions/admins.kql, parameters: "(window: timespan)" }
  Hosts: { file: functions/hosts.kql }
retention:
  default: { interactive: 90d, total: 2556d }
  tables:
    SigninLogs: { total: 4383d }
`

const files = {
  'detections/a.yaml': 'id: 1',
  'more/b.yaml': 'id: 2',
  'data/corp.csv': 'Network\n',
  'data/feed.csv': '',
  'functions/admins.kql': '\ufeffAuditLogs',
  'functions/hosts.kql': 'Heartbeat',
  'schemas/app.yaml': 'table: App_CL\ncolumns: { TimeGenerated: datetime, Level: int }\n',
}

/** Messages about a `tripline.yaml`, as `line:column message`. */
async function messages(text: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { diagnostics } = await loadProject(scratchFolder({ 'tripline.yaml': text, ...others }))
  return diagnostics.map(({ span, severity, category, message }) => {
    expect([severity, category]).toEqual(['error', 'input'])
    const { line, column } = positionAt(span!.file, span!.start)
    return `${line}:${column} ${message}`
  })
}

describe('loadProject', () => {
  it('reads all there is', async () => {
    const root = scratchFolder({ 'tripline.yaml': whole, ...files })
    const { value: project, diagnostics } = await loadProject(root)
    expect(diagnostics).toEqual([])
    expect(project!.detections.map(({ path }) => relative(root, path))).toEqual(['detections', 'more'])
    expect(project!.targets).toMatchObject([
      {
        kind: 'azure',
        name: { value: 'prod' },
        subscriptionId: { value: '0a000000-0000-0000-0000-000000000001' },
        resourceGroup: { value: 'rg-soc' },
        workspaceName: { value: 'law-prod' },
        workspaceId: { value: '00000000-0000-0000-0000-000000000002' },
        parameters: [
          {
            rule: { value: 'detections/a.yaml' },
            values: [
              { name: { value: 'threshold' }, value: { value: '5' } },
              { name: { value: 'window' }, value: { value: '2h' } },
              { name: { value: 'name' }, value: { value: 'x' } },
            ],
          },
        ],
      },
      { kind: 'local', name: { value: 'local' }, parameters: [{ values: [{ value: { value: '1' } }] }] },
    ])
    expect(project!.disabled.map(({ value }) => value)).toEqual(['0000000A-0000-0000-0000-000000000003'])
    expect(project!.watchlists).toMatchObject([
      {
        alias: { value: 'CorpNetworks' },
        file: { value: inside(root, join(root, 'data/corp.csv')) },
        searchKey: { value: 'Network' },
      },
    ])
    expect(project!.externalData).toMatchObject([
      {
        url: { value: 'https://data.example/feed.csv?sig=a' },
        file: { value: inside(root, join(root, 'data/feed.csv')) },
      },
    ])
    expect(project!.functions).toMatchObject([
      { names: [{ value: 'Admins' }], parameters: { value: '(window: timespan)' }, body: { value: 'AuditLogs' } },
      { names: [{ value: 'Hosts' }], parameters: { value: '()' }, body: { value: 'Heartbeat' } },
    ])
    expect(project!.tables.map(({ name, columns }) => [name, columns.slice(0, 2)])).toEqual([
      [
        'App_CL',
        [
          { name: 'TimeGenerated', type: 'datetime' },
          { name: 'Level', type: 'int' },
        ],
      ],
    ])
    expect(project!.retention).toMatchObject({
      default: { interactive: { value: 90 }, total: { value: 2556 } },
      tables: [{ table: { value: 'SigninLogs' }, interactive: { value: 90 }, total: { value: 4383 } }],
    })
  })

  it('needs no key at all', async () => {
    const root = scratchFolder({ 'tripline.yaml': '{}', 'detections/a.yaml': '' })
    const { value, diagnostics } = await loadProject(root)
    expect(diagnostics).toEqual([])
    expect(value).toMatchObject({
      detections: [inside(root, join(root, 'detections'))],
      targets: [],
      retention: { default: {} },
    })
  })

  it('names the file that is not there', async () => {
    const { value, diagnostics } = await loadProject(scratchFolder({}))
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ id, category }) => [id, category])).toEqual([['file-unreadable', 'input']])
    expect(diagnostics[0]!.message).toMatch(/tripline\.yaml cannot be read: it does not exist$/)
  })

  it.each([
    ['an unknown key', 'watchlist: {}\n', ['1:1 tripline.yaml has no key watchlist; did you mean watchlists?']],
    ['a list', '- a\n', ['1:1 expected tripline.yaml, got a list']],
    [
      'a workspace that is not complete',
      'workspaces:\n  prod:\n    subscriptionId: abc\n    resourceGroup: a b\n',
      [
        '3:21 expected a GUID, got the text abc',
        '4:20 expected the name of a resource group, got the text a b',
        '3:5 a workspace needs the key workspaceName',
      ],
    ],
    [
      'Azure keys of the local workspace',
      'workspaces:\n  local: { resourceGroup: rg }\n',
      ['2:12 the local workspace has no key resourceGroup'],
    ],
    [
      'a parameter with a number that JSON does not have',
      'workspaces:\n  local:\n    parameters:\n      a.yaml: { limits: [1, .inf] }\n',
      ['4:29 expected a number as JSON writes it, got the number .inf'],
    ],
    [
      'a choice of rules that is not a list',
      'workspaces:\n  local:\n    include: identity\n',
      ['3:14 expected a list, each item text, got the text identity'],
    ],
    ['a missing folder of rules', 'rules: rules\n', ['1:8 rules cannot be read: it does not exist']],
    [
      'a watchlist outside',
      'watchlists:\n  A: { file: ../a.csv, searchKey: B }\n',
      ['2:14 ../a.csv is outside the project; files must be inside it, links included'],
    ],
    [
      'a file for externaldata outside',
      'externalData:\n  https://data.example/a.csv: /etc/hosts\n',
      ['2:31 /etc/hosts is outside the project; files must be inside it, links included'],
    ],
    [
      'a function without its file',
      'functions:\n  A: { file: a.kql }\n',
      ['2:14 a.kql cannot be read: it does not exist'],
    ],
  ])('refuses %s', async (_, text, expected) => expect(await messages(text)).toEqual(expected))

  it.each(['tripline.yaml', 'schemas/app.yaml'])('reads no %s that is a link to somewhere else', async name => {
    const folder = scratchFolder({ 'secret.yaml': 'secret: [', 'repo/tripline.yaml': '{}', 'repo/schemas/b.yaml': '' })
    const root = join(folder, 'repo')
    rmSync(join(root, name), { force: true })
    symlinkSync(join(folder, 'secret.yaml'), join(root, name))
    const { diagnostics } = await loadProject(root)
    expect(diagnostics.filter(({ id }) => id === 'path-outside').map(({ span }) => span!.file)).toEqual([
      { path: join(root, name), text: '' },
    ])
  })

  it('names the file of a function that is not text, where it is mentioned', async () => {
    const root = scratchFolder({ 'tripline.yaml': 'functions:\n  A: { file: a.kql }\n', 'a.kql': Uint8Array.of(0xff) })
    const { value, diagnostics } = await loadProject(root)
    expect(value!.functions).toEqual([])
    expect(diagnostics.map(({ span, message }) => [span!.start, message])).toEqual([
      [24, `${join(root, 'a.kql')} cannot be read: it is not UTF-8 text`],
    ])
  })
})

describe('retention', () => {
  const longTerm = '1095d, 1460d, 1826d, 2191d, 2556d, 2922d, 3288d, 3653d, 4018d, 4383d'

  /** Allowed values: documentation of the Tables API, retentionInDays and totalRetentionInDays. */
  it.each([
    ['interactive: 3d', ['1:37 expected 4d to 730d, got the text 3d']],
    ['interactive: 731d', ['1:37 expected 4d to 730d, got the text 731d']],
    ['interactive: 90', ['1:37 expected 4d to 730d, got the number 90']],
    ['total: 2190d', [`1:31 expected 4d to 730d or one of ${longTerm}, got the text 2190d`]],
    ['total: 731d', [`1:31 expected 4d to 730d or one of ${longTerm}, got the text 731d`]],
    ['total: 2556d', []],
    ['interactive: 4d, total: 730d', []],
    [
      'interactive: 90d, total: 30d',
      ['1:49 total retention of 30d includes the interactive retention of 90d and cannot be shorter'],
    ],
  ])('%s', async (period, expected) => expect(await messages(`retention: { default: {${period}} }`)).toEqual(expected))

  it('gives tables of other plans no interactive part', async () => {
    const text = 'retention:\n  default: { interactive: 90d, total: 365d }\n  tables:\n    A: { plan: Basic }\n'
    const { value } = await loadProject(scratchFolder({ 'tripline.yaml': text }))
    expect(value?.retention.tables).toMatchObject([{ plan: { value: 'Basic' }, total: { value: 365 } }])
    expect(value?.retention.tables[0]).not.toHaveProperty('interactive')
    expect(await messages(text.replace('Basic', 'Basic, interactive: 60d'))).toEqual([
      '4:36 the interactive retention of a Basic table is fixed at 30 days',
    ])
  })

  it('compares what a table writes with what it inherits', async () => {
    const text = 'retention:\n  default: { total: 365d }\n  tables:\n    A: { interactive: 730d }\n    B: {}\n'
    expect(await messages(text)).toEqual([
      '4:23 total retention of 365d includes the interactive retention of 730d and cannot be shorter',
    ])
  })
})

describe('projectSchema', () => {
  const isValid = new Ajv({ allowUnionTypes: true }).compile(projectSchema())
  const accepts = (text: string) => isValid(plainValue(parseYaml({ path: 'tripline.yaml', text }).value!))

  it('accepts what is read', () => {
    expect([accepts(whole), isValid.errors]).toEqual([true, null])
    expect(accepts('{}')).toBe(true)
  })

  it.each([
    'watchlist: {}',
    'workspaces: { prod: { resourceGroup: rg } }',
    'workspaces: { local: { resourceGroup: rg } }',
    'rules: { a: b }',
    'watchlists: { A: { file: a.csv } }',
  ])('rejects %s, as the reader does', async text => {
    expect(accepts(text)).toBe(false)
    expect(await messages(text)).toHaveLength(text.includes('prod') ? 2 : 1)
  })
})
