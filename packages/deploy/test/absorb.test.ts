import type { Resource } from '@tripline/azure'
import type { Project, Target } from '@tripline/project'
import { compileResource, loadRule, type Rule, settingsFor, type WorkspaceRule } from '@tripline/rules'
import { queryAnalyses } from '@tripline/rules/analyses'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it, test } from 'vitest'
import { storedAlike } from '../src/absorb/stored-alike.ts'
import type { Absorbed, DesiredResource } from '../src/kind.ts'
import { alertRules } from '../src/kinds/alert-rules.ts'
import { kindOf } from '../src/kinds.ts'
import { compareFields } from '../src/plan/compare-fields.ts'

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const analyses = queryAnalyses({ catalogue: loadCatalogue() })

const common = `# Who watches this: the night shift.
id: ${id}   # never changes
name: 'Sign-ins'
description: |-  # for analysts
  Finds sign-ins.
  Two lines.
severity: Medium # agreed in May
tactics:
  # first things first
  - InitialAccess
  - Persistence
relevantTechniques: [ T1078, T1078.004 ]
query: |
  // accounts
  let failures = 10;
  let hosts = dynamic(["a"]); // ours
  SigninLogs
  | summarize Failures = count() by UserPrincipalName, IPAddress
  | where Failures > failures and IPAddress !in (hosts)
entityMappings:
  - entityType: Account   # who
    fieldMappings:
      - { identifier: FullName, columnName: UserPrincipalName }
  # where from
  - entityType: IP
    fieldMappings:
      - identifier: Address
        columnName: IPAddress # of the client
sentinelEntitiesMappings:
  - columnName: Entities
customDetails:
  Address: IPAddress
alertDetailsOverride:
  alertDisplayNameFormat: "[{{UserPrincipalName}}]"
  alertDescriptionFormat: "From {{IPAddress}}"
  alertTacticsColumnName: Tactics
  alertSeverityColumnName: Severity
  alertDynamicProperties:
    - { alertProperty: ProductName, value: Product } # one
eventGroupingSettings: { aggregationKind: AlertPerResult }
incidentConfiguration:
  createIncident: true # always
  groupingConfiguration:
    enabled: true
    reopenClosedIncident: false
    lookbackDuration: 5h
    matchingMethod: Selected
    groupByEntities: [Account]
    groupByAlertDetails: [DisplayName]
    groupByCustomDetails: [Address]
suppressionEnabled: true
suppressionDuration: 1.00:00:00
alertRuleTemplateName: 0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e12
templateVersion: 1.2.3
version: 1.2.4
`
const schedule = `queryFrequency: PT30M   # half an hour
queryPeriod: 1h
startTimeUtc: 2026-03-02T00:00:00Z
triggerOperator: gt
triggerThreshold: 3 # three
`
const texts = {
  Scheduled: `kind: Scheduled\n${common}${schedule}# the end\n`,
  NRT: `${common}kind: NRT\n`,
  MicrosoftSecurityIncidentCreation: `kind: MicrosoftSecurityIncidentCreation
id: ${id}
name: Incidents # of another product
productFilter: Microsoft Cloud App Security
severitiesFilter: [High, Medium]
displayNamesFilter: [Impossible travel]
displayNamesExcludeFilter: [Test]
`,
  Fusion: `kind: Fusion\nid: ${id}\nname: Multistage # theirs\nsourceSettings:\n  - { enabled: true, sourceName: Anomalies }\n`,
  Hunting: `kind: Hunting
id: ${id}
name: Hunt # well
description: >
  Looks
  around.
tactics: [Impact]
relevantTechniques: [T1486]
query: |
  SigninLogs
`,
} as const
type RuleKind = keyof typeof texts

const tripline = '# ours\ndisabled:\n  - 11111111-2222-4333-8444-555555555555 # noisy\n'
const file = { path: 'tripline.yaml', text: tripline }
const at = <T>(value: T) => ({ value, span: { file, start: 0, end: 1 } })
const project: Project = {
  root: '.',
  profile: 'workspace',
  file,
  detections: [],
  targets: [],
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
  retention: { default: {}, tables: [] },
}
const plain: Target = { kind: 'local', name: at('local'), parameters: [] }

const ruleOf = (text: string): Rule => {
  const { value, diagnostics } = loadRule({ path: 'a.yaml', text })
  if (!value) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)))
  return value
}

function wantedOf(text: string, target = plain, own = project): DesiredResource {
  const rule = ruleOf(text)
  const settings = settingsFor(rule, own, target, analyses).value!
  const { value } = compileResource(rule as WorkspaceRule, settings)
  const type = value!.type === 'savedSearch' ? 'savedSearches' : 'alertRules'
  const { kind, properties } = value!.body as Resource
  return { type, id, name: value!.name, body: { ...(kind !== undefined && { kind }), properties } }
}

async function absorb(text: string, stored: Pick<Resource, 'kind' | 'properties'>, target = plain): Promise<Absorbed> {
  const wanted = wantedOf(text, target)
  const sources = { project, target, rules: [ruleOf(text)], watchlists: [], analyses }
  const kind = kindOf(wanted)
  const alike = storedAlike(kind, wanted.body, { id, ...stored })
  return kind.absorb!({ wanted, stored: { id, ...stored }, alike, sources })
}

/** The text of the rule's file after what is stored was absorbed, once it is certain that it says just that. */
async function absorbed(text: string, stored: Pick<Resource, 'kind' | 'properties'>, target = plain): Promise<string> {
  const done = await absorb(text, stored, target)
  if ('reason' in done) throw new Error(done.reason)
  const after = done.files.find(({ path }) => path === 'a.yaml')?.text ?? text
  const wanted = wantedOf(after, target)
  expect(compareFields(kindOf(wanted), wanted.body, { id, ...stored })).toEqual([])
  return after
}

const comments = (text: string) => text.match(/(?:^| )# .*/gm)

function withChange(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to
  const copy = structuredClone(value ?? (/^\d/.test(name) ? [] : {})) as Record<string, unknown>
  copy[name] = withChange(copy[name], rest, to)
  return copy
}

const grouping = 'incidentConfiguration.groupingConfiguration'
const override = 'alertDetailsOverride'

/** Values that the service would store, by the path of the field. */
const edits: readonly (readonly [RuleKind, string, unknown])[] = [
  ['Scheduled', 'displayName', "It's: new"],
  ['Scheduled', 'description', 'One line'],
  ['Scheduled', 'description', 'Two\n\n  lines, "quoted"'],
  ['Scheduled', 'severity', 'Informational'],
  ['Scheduled', 'query', 'SigninLogs\r\n| where IPAddress == "# no comment"\r\n| take 5'],
  ['Scheduled', 'queryFrequency', 'P1D'],
  ['Scheduled', 'queryPeriod', 'PT1H30M'],
  ['Scheduled', 'triggerOperator', 'NotEqual'],
  ['Scheduled', 'triggerThreshold', 0],
  ['Scheduled', 'startTimeUtc', '2026-03-09T00:00:00Z'],
  ['Scheduled', 'suppressionEnabled', false],
  ['Scheduled', 'suppressionDuration', 'PT7H'],
  ['Scheduled', 'tactics', ['Persistence', 'Impact']],
  ['Scheduled', 'techniques', ['T1110', 'T1078']],
  ['Scheduled', 'subTechniques', ['T1078.001']],
  ['Scheduled', 'alertRuleTemplateName', '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e13'],
  ['Scheduled', 'templateVersion', '2.0.0'],
  ['Scheduled', 'customDetails.*', 'UserPrincipalName'],
  ['Scheduled', 'entityMappings[].entityType', 'Host'],
  ['Scheduled', 'entityMappings[].fieldMappings[].identifier', 'Name'],
  ['Scheduled', 'entityMappings[].fieldMappings[].columnName', 'AppDisplayName'],
  ['Scheduled', 'sentinelEntitiesMappings[].columnName', 'Others'],
  ['Scheduled', `${override}.alertDisplayNameFormat`, '{{IPAddress}}: "x"'],
  ['Scheduled', `${override}.alertDescriptionFormat`, 'new'],
  ['Scheduled', `${override}.alertTacticsColumnName`, 'T'],
  ['Scheduled', `${override}.alertSeverityColumnName`, 'S'],
  ['Scheduled', `${override}.alertDynamicProperties[].alertProperty`, 'AlertLink'],
  ['Scheduled', `${override}.alertDynamicProperties[].value`, 'Link'],
  ['Scheduled', 'eventGroupingSettings.aggregationKind', 'SingleAlert'],
  ['Scheduled', 'incidentConfiguration.createIncident', false],
  ['Scheduled', `${grouping}.enabled`, false],
  ['Scheduled', `${grouping}.reopenClosedIncident`, true],
  ['Scheduled', `${grouping}.lookbackDuration`, 'P7D'],
  ['Scheduled', `${grouping}.matchingMethod`, 'AllEntities'],
  ['Scheduled', `${grouping}.groupByEntities`, ['Account', 'IP']],
  ['Scheduled', `${grouping}.groupByAlertDetails`, ['Severity']],
  ['Scheduled', `${grouping}.groupByCustomDetails`, ['Other', 'Address']],
  ['NRT', 'severity', 'Low'],
  ['NRT', 'query', 'SigninLogs'],
  ['MicrosoftSecurityIncidentCreation', 'displayName', 'x'],
  ['MicrosoftSecurityIncidentCreation', 'productFilter', 'Azure Security Center'],
  ['MicrosoftSecurityIncidentCreation', 'severitiesFilter', ['Low', 'High']],
  ['MicrosoftSecurityIncidentCreation', 'displayNamesFilter', ['a, b', 'Impossible travel']],
  ['MicrosoftSecurityIncidentCreation', 'displayNamesExcludeFilter', ['y: z']],
  ['Hunting', 'displayName', 'New'],
  ['Hunting', 'query', 'AuditLogs'],
]

describe('an edit is written into the file of the rule, which keeps its comments', () => {
  it.each(edits)('%s: %s', async (kind, field, to) => {
    const { body } = wantedOf(texts[kind])
    const names = field
      .replaceAll('[]', '[0]')
      .replace('*', 'Address')
      .split(/[.[\]]+/)
    const properties = withChange(body.properties, names, to) as Resource['properties']
    const after = await absorbed(texts[kind], { ...body, properties })
    expect(after).not.toBe(texts[kind])
    expect(comments(after)).toEqual(comments(texts[kind]))
  })

  it('covers every field', () => {
    const covered = new Set(edits.map(([, field]) => field))
    // `enabled` is in tripline.yaml.
    expect(Object.keys(alertRules.fields).filter(field => !covered.has(field))).toEqual(['enabled'])
  })

  const parts = [
    'description',
    'tactics',
    'subTechniques',
    'entityMappings',
    'sentinelEntitiesMappings',
    'customDetails',
    override,
    'eventGroupingSettings',
    'incidentConfiguration',
    'startTimeUtc',
    'templateVersion',
  ]

  it.each(parts)('also when %s is gone, and when it is new', async part => {
    const whole = wantedOf(texts.Scheduled).body
    const { [part]: _, ...rest } = whole.properties
    const without = await absorbed(texts.Scheduled, { ...whole, properties: rest })
    await absorbed(without, whole)
  })

  it('with all of them at once', async () => {
    const { body } = wantedOf(texts.Scheduled)
    const properties = edits
      .filter(([kind, field]) => kind === 'Scheduled' && field !== 'suppressionEnabled')
      .reduce<unknown>(
        (sum, [, field, to]) =>
          withChange(
            sum,
            field
              .replaceAll('[]', '[0]')
              .replace('*', 'Address')
              .split(/[.[\]]+/),
            to,
          ),
        body.properties,
      )
    const after = await absorbed(texts.Scheduled, { ...body, properties: properties as Resource['properties'] })
    expect(after).toContain('severity: Informational # agreed in May\n')
    expect(after).toContain('# Who watches this: the night shift.\n')
  })
})

test('a hunting query gets its description, tactics and techniques from tags', async () => {
  const { body } = wantedOf(texts.Hunting)
  const tags = [
    { name: 'description', value: 'Other.' },
    { name: 'tactics', value: 'Impact,Persistence' },
    { name: 'techniques', value: 'T1486,T1098' },
  ]
  expect(await absorbed(texts.Hunting, { properties: { ...body.properties, tags } })).toBe(
    texts.Hunting.replace('>\n  Looks\n  around.', '|\n  Other.')
      .replace('[Impact]', '[Impact, Persistence]')
      .replace('[T1486]', '[T1486, T1098]'),
  )
})

test('a rule that was disabled is listed in tripline.yaml, and taken off when it is enabled', async () => {
  const { body } = wantedOf(texts.NRT)
  const stored = { ...body, properties: { ...body.properties, enabled: false } }
  expect(await absorb(texts.NRT, stored)).toEqual({
    files: [{ path: 'tripline.yaml', text: `${tripline}  - ${id}\n` }],
  })
  const listed = { ...project, file: { ...file, text: `${tripline}  - ${id.toUpperCase()}\n` }, disabled: [at(id)] }
  const wanted = wantedOf(texts.NRT, plain, listed)
  const sources = { project: listed, target: plain, rules: [ruleOf(texts.NRT)], watchlists: [], analyses }
  expect(await alertRules.absorb!({ wanted, stored: { id, ...body }, alike: body.properties, sources })).toEqual({
    files: [file],
  })
})

describe('with values of the workspace in the query', () => {
  const target: Target = {
    ...plain,
    parameters: [
      {
        rule: at(id),
        values: [
          { name: at('failures'), value: at('20') },
          { name: at('hosts'), value: at({ json: '["b"]' }) },
        ],
      },
    ],
  }
  const { body } = wantedOf(texts.Scheduled, target)
  const edited = (change: (query: string) => string) => ({
    ...body,
    properties: { ...body.properties, query: change(String(body.properties.query)) },
  })

  it('the file keeps its own', async () => {
    const after = await absorbed(
      texts.Scheduled,
      edited(query => query.replace('count()', 'dcount(AppId)')),
      target,
    )
    expect(after).toBe(texts.Scheduled.replace('count()', 'dcount(AppId)'))
  })

  it('a change of such a value is refused', async () => {
    expect(
      await absorb(
        texts.Scheduled,
        edited(query => query.replace('long(20)', 'long(30)')),
        target,
      ),
    ).toEqual({
      reason: expect.stringContaining('tripline.yaml'),
    })
  })
})

test('a rule of another kind is refused', async () => {
  const { body } = wantedOf(texts.NRT)
  expect(await absorb(texts.Scheduled, body)).toEqual({ reason: expect.stringContaining('NRT') })
})
