import { inside } from '@tripline/files'
import { type Project, projectFormat } from '@tripline/project'
import { loadCatalogue } from '@tripline/schemas'
import { parseYaml, read, strict } from '@tripline/yaml'
import { expect, it } from 'vitest'
import { checkProject, type LoadedRule, loadRule } from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

const rule = (query: string, hipaa: readonly string[] = []): LoadedRule =>
  loadRule({
    path: 'p/detections/a.yaml',
    text: `name: A rule\nkind: Scheduled\nquery: ${query}\nmetadata: { tripline: { hipaa: [${hipaa.join(', ')}] } }\n`,
  })

interface Keys {
  readonly keep?: string
  readonly settle?: string
  readonly protect?: string
  readonly tier?: string
  readonly tables?: string
  readonly more?: string
}

/** A project with such an archive. */
function project({
  keep = '2192d',
  settle = '72h',
  protect = '30d',
  tier = 'Archive',
  tables = '{}',
  more = '',
}: Keys) {
  const file = {
    path: 'p/tripline.yaml',
    text: `archive:
  keep: ${keep}
  settle: ${settle}
  landing: { account: stlanding, protect: ${protect} }
  vault: { account: stvault, container: logs, tier: ${tier} }
  tables: ${tables}
${more}`,
  }
  const written = read(projectFormat, parseYaml(file).value!, strict)
  expect(written.diagnostics).toEqual([])
  const { archive, retention, workspaces: targets } = written.value!
  const rest = {
    disabled: [],
    watchlists: [],
    externalData: [],
    engines: [],
    functions: [],
    functionFiles: [],
    automationRules: [],
    automationFiles: [],
    tables: [],
    deploy: {},
  }
  const found: Project = {
    root: 'p',
    profile: 'workspace',
    file,
    detections: [inside('p', 'p/detections')],
    targets,
    retention,
    ...rest,
  }
  return archive ? { ...found, archive } : found
}

const archiveFindings = (keys: Keys, rules: readonly LoadedRule[] = []): readonly string[] =>
  checkProject(rules, [], project(keys), analyses)
    .filter(({ id }) => id.startsWith('archive-'))
    .map(({ id, span }) => `${span!.file.text.slice(span!.start, span!.end)} ${id}`)

const mapped = rule('Heartbeat', ['164.312(b)'])

/** 45 CFR 164.316(b)(2)(i): six years, of which at most two are leap years. Minimum days of tiers: access tiers of Azure blobs. */
it.each<[Keys, readonly string[]]>([
  [{ keep: '2191d' }, ['2191d archive-keep-short']],
  [{ keep: '2192d' }, []],
  [{ settle: '71h', protect: '3d' }, []],
  [{ settle: '72h', protect: '3d' }, ['3d archive-protect-short']],
  [{ keep: '2192d', tier: 'Cold' }, ['Cold archive-tier']],
])('%o', (keys, expected) => expect(archiveFindings(keys, [mapped])).toEqual(expected))

it.each([
  ['Archive', '179d', true],
  ['Archive', '180d', false],
  ['Cold', '89d', true],
  ['Cold', '90d', false],
  ['Cold', '179d', false],
  ['Cold', '180d', true],
  ['Cool', '29d', true],
  ['Cool', '30d', false],
  ['Hot', '1d', false],
  ['Hot', '180d', true],
])('%s for %s', (tier, keep, isFound) => {
  expect(archiveFindings({ tier, keep, protect: '30d' })).toEqual(isFound ? [`${tier} archive-tier`] : [])
})

it('asks for six years only where a rule maps to HIPAA', () => {
  expect(archiveFindings({ keep: '400d' }, [rule('Heartbeat')])).toEqual([])
})

it.each([
  ['retention: { default: { interactive: 4d } }', true],
  ['retention: { default: { interactive: 5d } }', false],
  ['retention: { default: { interactive: 90d }, tables: { heartbeat: { interactive: 4d } } }', true],
  ['retention: { default: { interactive: 4d }, tables: { Heartbeat: { interactive: 5d } } }', false],
  ['retention: { default: { interactive: 4d }, tables: { Heartbeat: { plan: Basic } } }', false],
])('compares days with rows that the workspace still has: %s', (more, isFound) => {
  const expected = isFound ? ['72h archive-settle-long'] : []
  expect(archiveFindings({ more }, [rule('Heartbeat')])).toEqual(expected)
  expect(archiveFindings({ more, tables: '{ Heartbeat: diagnostics }' })).toEqual([])
})

/** What the exceptions are: Microsoft's article on data export rules, unsupported tables. */
it.each([
  ['AzureDiagnostics', 'archive-export-unsupported'],
  ['azurediagnostics', 'archive-export-unsupported'],
  ['SecurityEvent', 'archive-export-partial'],
  ['Event', 'archive-export-partial'],
  ['Alert', 'archive-export-partial'],
])('knows what the export of %s leaves out', (table, id) => {
  expect(archiveFindings({ tables: `{ ${table}: export }` })).toEqual([`export ${id}`])
  expect(archiveFindings({ tables: `{ ${table}: query }` })).toEqual([])
})

it('knows tables of the Auxiliary plan, and tables that only rules name', () => {
  const more = 'retention: { tables: { Heartbeat: { plan: Auxiliary } } }'
  expect(archiveFindings({ more, tables: '{ Heartbeat: export }' })).toEqual(['export archive-export-unsupported'])
  expect(archiveFindings({}, [rule('AzureDiagnostics')])).toEqual(['keep: 2192d archive-export-unsupported'])
})

it.each([
  ['{ Heartbeat: none }', ['none archive-left-out']],
  ['{ Heartbeat: diagnostics }', ['diagnostics archive-left-out']],
  ['{ default: none }', ['keep: 2192d archive-left-out']],
  ['{ default: none, Heartbeat: query }', []],
  ['{ AuditLogs: none }', []],
])('misses what a rule reads in %s', (tables, expected) => {
  expect(archiveFindings({ tables }, [rule('Heartbeat')])).toEqual(expected)
})
