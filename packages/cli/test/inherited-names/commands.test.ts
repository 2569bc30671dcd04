import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { folderWith, tripline } from '../cli.ts'
import { rule, sample } from '../sample.ts'
import { inherited, member, nameless, unheardOf } from './names.ts'

/** A command that takes a name of its own, or from `tripline.yaml`, a table's file or a template. */
interface Row {
  readonly argv: (name: string) => readonly string[]
  readonly files?: (name: string) => Readonly<Record<string, string>>
  /** How it ends for a name that nobody has heard of, and a part of what it says. */
  readonly code: 0 | 1 | 2
  readonly says: string
}

const check = () => ['check']
const load = () => ['schema', 'show', 'Door_CL', '--format', 'json']
const run = (parameter: string): readonly string[] => [
  'run',
  'detections/blocked.yaml',
  '--data',
  'logs',
  '--at',
  '2026-03-02T10:00:00Z',
  '--param',
  parameter,
]
const compile = () => ['compile', '--workspace', 'prod']
const project = (text: (name: string) => string) => (name: string) => ({ 'tripline.yaml': text(name) })
const prod = sample['tripline.yaml']!

const importing = () => ['import', 'template.json']
const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
const arm = (template: (name: string) => object) => (name: string) => ({
  // On lines of their own, so that the excerpts of messages are not cut.
  'template.json': JSON.stringify({ $schema, ...template(name) }, undefined, 2),
})
const resources = (query: string, properties: object = {}) => [
  {
    type: 'Microsoft.SecurityInsights/alertRules',
    name: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
    kind: 'NRT',
    properties: { displayName: 'A', enabled: true, severity: 'Low', query, ...properties },
  },
]

const rows: Readonly<Record<string, Row>> = {
  'a key of tripline.yaml': { argv: load, files: project(name => `${name}: 1\n`), code: 2, says: 'unknown-key' },
  'a key of a workspace': {
    argv: load,
    files: project(name => `workspaces: { local: { ${name}: 1 } }\n`),
    code: 2,
    says: 'unknown-key',
  },
  'a key of a watchlist': {
    argv: load,
    files: project(name => `watchlists: { W: { file: w.csv, searchKey: a, ${name}: 1 } }\n`),
    code: 2,
    says: 'unknown-key',
  },
  'a key of a function': {
    argv: load,
    files: project(name => `functions: { f: { file: f.kql, ${name}: 1 } }\n`),
    code: 2,
    says: 'unknown-key',
  },
  'a table with retention': {
    argv: check,
    files: project(name => `retention: { tables: { ${name}: { total: 90d } } }\n`),
    code: 0,
    says: 'no findings',
  },
  'the plan of a table': {
    argv: load,
    files: project(name => `retention: { tables: { SigninLogs: { plan: ${name} } } }\n`),
    code: 2,
    says: 'unknown-value',
  },
  'a disabled rule': {
    argv: () => ['check'],
    files: project(name => `disabled: [${name}]\n`),
    code: 0,
    says: 'disabled-unknown',
  },
  'the key of a watchlist that its file lacks': {
    argv: load,
    files: name => ({
      'w.csv': 'a\nv\n',
      'tripline.yaml': `watchlists: { W: { file: w.csv, searchKey: ${name} } }\n`,
    }),
    code: 2,
    says: 'watchlist-search-key',
  },
  'a function': {
    argv: name => ['query', `${name}()`],
    files: name => ({ 'f.kql': 'print "v"', 'tripline.yaml': `functions: { ${name}: { file: f.kql } }\n` }),
    code: 0,
    says: 'v',
  },
  'a recorded table': {
    argv: () => ['query', 'print 1', '--data', 'logs'],
    files: name => ({ [`logs/${name}.jsonl`]: '{"a":1}' }),
    code: 2,
    says: 'fixture-unknown-table',
  },
  'a type of a column': {
    argv: load,
    files: name => ({ 'schemas/door.yaml': `table: Door_CL\ncolumns: { Badge: ${name} }\n` }),
    code: 2,
    says: 'unknown-value',
  },
  'a column of a table': {
    argv: load,
    files: name => ({ 'schemas/door.yaml': `table: Door_CL\ncolumns: { ${name}: long }\n` }),
    code: 0,
    says: 'NAME',
  },
  'a key of a table': {
    argv: load,
    files: name => ({ 'schemas/door.yaml': `table: Door_CL\n${name}: 1\ncolumns: { Badge: long }\n` }),
    code: 2,
    says: 'unknown-key',
  },
  'a workspace': {
    argv: name => ['compile', '--workspace', name],
    files: project(name => prod.replace('prod:', `${name}:`)),
    code: 0,
    says: 'let address',
  },
  'a workspace that the project lacks': {
    argv: name => ['compile', '--workspace', name],
    code: 2,
    says: 'workspace-unknown',
  },
  'a parameter of a workspace': {
    argv: compile,
    files: name => ({
      'tripline.yaml': prod.replace('address:', `${name}:`),
      'detections/blocked.yaml': rule.replaceAll(/\baddress\b/g, name),
    }),
    code: 0,
    says: 'let NAME',
  },
  'a parameter that the query lacks': {
    argv: compile,
    files: project(name => prod.replace('address:', `${name}:`)),
    code: 1,
    says: 'unknown-parameter',
  },
  'a rule with parameters that the project lacks': {
    argv: check,
    files: project(name => prod.replace('detections/blocked.yaml:', `${name}:`)),
    code: 1,
    says: 'NAME',
  },
  'a compiled custom detail': {
    argv: () => ['compile'],
    files: name => ({ 'detections/blocked.yaml': `${rule}customDetails: { ${name}: UserPrincipalName }\n` }),
    code: 0,
    says: '"NAME": "UserPrincipalName"',
  },
  '--param': {
    argv: name => run(`${name}=198.51.100.7`),
    files: name => ({ 'detections/blocked.yaml': rule.replaceAll(/\baddress\b/g, name) }),
    code: 0,
    says: 'bob@contoso.example',
  },
  '--param that the query lacks': { argv: name => run(`${name}=1`), code: 1, says: 'unknown-parameter' },
  'schema show': { argv: name => ['schema', 'show', name], code: 2, says: 'table-missing' },
  'schema show a table of the project': {
    argv: name => ['schema', 'show', name],
    files: name => ({ 'schemas/door.yaml': `table: ${name}\ncolumns: { Badge: long }\n` }),
    code: 0,
    says: 'Badge',
  },
  'check --explain': { argv: name => ['check', '--explain', name], code: 2, says: 'page-missing' },
  'check --format': { argv: name => ['check', '--format', name], code: 2, says: ': expected ' },
  'compile --target': { argv: name => ['compile', '--target', name], code: 2, says: ': expected ' },
  'test --reporter': { argv: name => ['test', '--reporter', `${name}=a`], code: 2, says: '--reporter' },
  'a verb': { argv: name => [name], code: 2, says: 'unknown command or option NAME' },
  'an option': { argv: name => ['check', `--${name}`], code: 2, says: 'unknown option or argument' },
  'an option with a value': { argv: name => ['check', `--${name}=1`], code: 2, says: 'unknown option or argument' },
  'a member of an option': { argv: name => ['check', `--${name}.a=1`], code: 2, says: 'unknown option or argument' },

  'a parameter of a template': {
    argv: importing,
    files: arm(name => ({
      parameters: member(name, { type: 'string', defaultValue: 'SigninLogs' }),
      resources: resources(`[parameters('${name}')]`),
    })),
    code: 0,
    says: 'SigninLogs',
  },
  'a parameter that a template lacks': {
    argv: importing,
    files: arm(name => ({ parameters: {}, resources: resources(`[parameters('${name}')]`) })),
    code: 1,
    says: 'import-expression',
  },
  'a variable of a template': {
    argv: importing,
    files: arm(name => ({ variables: member(name, 'SigninLogs'), resources: resources(`[variables('${name}')]`) })),
    code: 0,
    says: 'SigninLogs',
  },
  'a variable that a template lacks': {
    argv: importing,
    files: arm(name => ({ variables: {}, resources: resources(`[variables('${name}')]`) })),
    code: 1,
    says: 'import-expression',
  },
  'a member that a variable lacks': {
    argv: importing,
    files: arm(name => ({ variables: { a: {} }, resources: resources(`[variables('a').${name}]`) })),
    code: 1,
    says: 'import-expression',
  },
  'a function that templates lack': {
    argv: importing,
    files: arm(name => ({ resources: resources(`[${name}('a')]`) })),
    code: 1,
    says: 'import-expression',
  },
  'a property of an imported rule': {
    argv: importing,
    files: arm(name => ({ resources: resources('T', member(name, 1)) })),
    code: 0,
    says: 'import-dropped',
  },
  'a custom detail of an imported rule': {
    argv: importing,
    files: arm(name => ({ resources: resources('T', { customDetails: member(name, 'a') }) })),
    code: 0,
    says: 'NAME: a',
  },
  'the kind of an imported rule': {
    argv: importing,
    files: arm(name => ({ resources: resources('T').map(one => ({ ...one, kind: name })) })),
    code: 2,
    says: 'import-nothing',
  },
}

async function answer({ argv, files }: Row, name: string) {
  process.chdir(folderWith({ ...sample, ...files?.(name) }))
  const { code, stdout, stderr } = await tripline(argv(name))
  // The parser of options shows __proto__ with a third underscore.
  return { code, text: nameless((stdout + stderr).replaceAll('___proto___', '__proto__'), name) }
}

/** What the official parser stumbles over where a query declares it, and is refused. */
const refused: ReadonlySet<string> = new Set(['hasOwnProperty', '__proto__'])
const declaring: ReadonlySet<string> = new Set(['a parameter of a workspace', '--param'])

test.each(Object.entries(rows))('%s', async (door, row) => {
  const plain = await answer(row, 'unheardOf')
  expect(plain.text).toContain(row.says)
  expect(plain.code).toBe(row.code)
  const reserved = await answer(row, unheardOf('__'))
  for (const name of oneIn(4, inherited)) {
    const got = { name, ...(await answer(row, name)) }
    if (declaring.has(door) && refused.has(name)) expect(got.code).toBe(1)
    else expect(got).toEqual({ name, ...(name.startsWith('__') ? reserved : plain) })
  }
})
