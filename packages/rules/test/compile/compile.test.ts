import { readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { filesBelow, oneIn, randomOf, referenceData } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import {
  type CompiledRule,
  type CompiledSearch,
  compileResource,
  loadRule,
  renderArm,
  renderBicep,
  renderRest,
  renderTerraform,
  type WorkspaceRule,
} from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'
import { alerting, id, fullRules as rules, schedule } from '../full-rules.ts'
import { faultsOf } from './azure-schema.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

function load(text: string): WorkspaceRule {
  const { value, diagnostics } = loadRule({ path: 'rule.yaml', text })
  if (!value) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)))
  return value as WorkspaceRule
}

const compile = (text: string, enabled = true): CompiledRule =>
  compileResource(load(text), { enabled, analyses }).value as CompiledRule

interface TerraformFile {
  readonly resource: { readonly azapi_resource: Readonly<Record<string, unknown>> }
}
const azapiOf = (resources: Parameters<typeof renderTerraform>[0]) =>
  (renderTerraform(resources) as unknown as TerraformFile).resource.azapi_resource

/** Texts of the signs of an alphabet: a few hundred, always the same. */
function textsOf(alphabet: string): readonly string[] {
  const next = randomOf(1)
  return Array.from({ length: 300 }, () =>
    Array.from({ length: next(9) }, () => alphabet[next(alphabet.length)]).join(''),
  )
}

describe('a compiled rule', () => {
  it('says everything that the rule says, in the interface’s own forms', () => {
    expect(compile(rules.Scheduled).body).toEqual({
      kind: 'Scheduled',
      properties: {
        displayName: 'Sign-in from an unfamiliar country',
        description: 'Identifies a sign-in.',
        enabled: true,
        severity: 'Medium',
        query: 'SigninLogs\n| where ResultType == "0"\n',
        queryFrequency: 'PT30M',
        queryPeriod: 'P1DT12H',
        triggerOperator: 'GreaterThan',
        triggerThreshold: 3,
        suppressionEnabled: true,
        suppressionDuration: 'P1D',
        tactics: ['InitialAccess'],
        techniques: ['T1078'],
        subTechniques: ['T1078.004'],
        entityMappings: [
          { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'UserPrincipalName' }] },
        ],
        sentinelEntitiesMappings: [{ columnName: 'Entities' }],
        customDetails: { Address: 'IPAddress' },
        alertDetailsOverride: {
          alertDisplayNameFormat: '[{{UserPrincipalName}}]',
          alertDescriptionFormat: 'From {{IPAddress}}',
          alertTacticsColumnName: 'Tactics',
          alertSeverityColumnName: 'Severity',
          alertDynamicProperties: [{ alertProperty: 'ProductName', value: 'Product' }],
        },
        eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
        incidentConfiguration: {
          createIncident: true,
          groupingConfiguration: {
            enabled: true,
            reopenClosedIncident: false,
            lookbackDuration: 'PT5H',
            matchingMethod: 'Selected',
            groupByEntities: ['Account'],
            groupByAlertDetails: ['DisplayName'],
            groupByCustomDetails: ['Address'],
          },
        },
        alertRuleTemplateName: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e12',
        templateVersion: '1.2.3',
      },
    })
  })

  it('sends the suppression settings that the service requires, even if off', () => {
    const { properties } = compile(`kind: NRT\nid: ${id}\nname: A\nseverity: Low\nquery: SigninLogs\n`, false).body
    expect(properties).toMatchObject({ enabled: false, suppressionEnabled: false, suppressionDuration: 'PT5H' })
  })

  it('sends nothing read-only for kinds whose logic Microsoft keeps', () => {
    expect(compile(rules.Fusion).body.properties).toEqual({
      enabled: true,
      alertRuleTemplateName: 'f71aba3d-28fb-450b-b192-4e76a83015c8',
      sourceSettings: [{ enabled: true, sourceName: 'Anomalies' }],
    })
  })

  const plain = `id: ${id}\nname: A\nseverity: Low\nquery: SigninLogs\n${schedule}`
  const incidentsOf = (product: string) =>
    `id: ${id}\nname: A\nkind: MicrosoftSecurityIncidentCreation\nproductFilter: ${product}\n`
  const fromColumn = (property: string) =>
    `${plain}alertDetailsOverride:\n  alertDynamicProperties:\n    - { value: Column, alertProperty: ${property} }\n`
  const [stable, preview] = ['2025-09-01', '2025-07-01-preview']

  // Kinds, properties and products (`MicrosoftSecurityProductName`) as the published descriptions of the two versions list them.
  it.each([
    ['a plain scheduled rule', plain, stable],
    ['a technique', `${plain}relevantTechniques: [T1078]\n`, stable],
    ['a sub-technique', `${plain}relevantTechniques: [T1078.004]\n`, preview],
    ['entities in columns', `${plain}sentinelEntitiesMappings: [{ columnName: Entities }]\n`, preview],
    ['techniques from a column', fromColumn('Techniques'), stable],
    ['sub-techniques from a column', fromColumn('SubTechniques'), preview],
    ['a near-real-time rule', `kind: NRT\nid: ${id}\nname: A\nseverity: Low\nquery: SigninLogs\n`, preview],
    ['Fusion', rules.Fusion.replace(/sourceSettings:\n.*\n/, ''), stable],
    ['Fusion with sources', rules.Fusion, preview],
    ['threat intelligence', rules.ThreatIntelligence, preview],
    ['behavior analytics', rules.MLBehaviorAnalytics, preview],
    ['an incident creation rule', rules.MicrosoftSecurityIncidentCreation, stable],
    ['Microsoft Cloud App Security', incidentsOf('Microsoft Cloud App Security'), stable],
    ['Azure Security Center', incidentsOf('Azure Security Center'), stable],
    ['Azure Security Center for IoT', incidentsOf('Azure Security Center for IoT'), stable],
    ['Azure Advanced Threat Protection', incidentsOf('Azure Advanced Threat Protection'), stable],
    ['Identity Protection', incidentsOf('Azure Active Directory Identity Protection'), stable],
    ['Defender for Office', incidentsOf('Office 365 Advanced Threat Protection'), preview],
    ['Defender for Endpoint', incidentsOf('Microsoft Defender Advanced Threat Protection'), preview],
  ])('uses the stable interface unless a field needs the preview: %s', (_, text, apiVersion) => {
    expect(compile(text).apiVersion).toBe(apiVersion)
  })

  it('has a hash that depends on what is said, not on the order of keys', () => {
    const { hash } = compile(rules.Scheduled)
    expect(compile(`${schedule}${alerting}`).hash).toBe(hash)
    expect(compile(rules.Scheduled.replace('30m', '1h')).hash).not.toBe(hash)
    expect(compile(rules.Scheduled, false).hash).not.toBe(hash)
  })

  it('has its hash in every target', () => {
    const rule = compile(rules.Scheduled)
    expect(renderArm([rule])).toMatchObject({ metadata: { sha256: { [id]: rule.hash } } })
    expect(renderRest([rule])).toMatchObject([{ sha256: rule.hash }])
    expect(renderBicep([rule])).toContain(`\n// sha256 ${rule.hash}\nresource rule_`)
    expect(Object.values(azapiOf([rule]))).toMatchObject([{ '//': `sha256 ${rule.hash}` }])
  })
})

describe('an ARM template', () => {
  it('keeps a text in brackets a text', () => {
    const template = JSON.stringify(renderArm([compile(rules.Scheduled)]))
    expect(template).toContain('"alertDisplayNameFormat":"[[{{UserPrincipalName}}]"')
    expect(template).toContain(`"name":"[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]"`)
  })
})

describe('a hunting query', () => {
  const hunting = `id: ${id}
name: Edited crontabs
description: Crontab edits.
query: |
  Syslog
  | where ProcessName =~ "crontab"
tactics: [Persistence, Execution]
relevantTechniques: [T1053.003, T1059]
`
  const search = compileResource(load(hunting), { enabled: true, analyses }).value as CompiledSearch

  // The category and the tags are those of Microsoft's page "Manage hunting queries with the REST API".
  it('is a saved search of Sentinel’s category, classified by tags', () => {
    expect(search).toMatchObject({
      type: 'savedSearch',
      id,
      apiVersion: '2025-02-01',
      body: {
        etag: '*',
        properties: {
          category: 'Hunting Queries',
          displayName: 'Edited crontabs',
          query: 'Syslog\n| where ProcessName =~ "crontab"\n',
          version: 2,
          tags: [
            { name: 'description', value: 'Crontab edits.' },
            { name: 'tactics', value: 'Persistence,Execution' },
            { name: 'techniques', value: 'T1053.003,T1059' },
          ],
        },
      },
    })
  })

  it('is a child of the workspace in every target', () => {
    const type = 'Microsoft.OperationalInsights/workspaces/savedSearches'
    const name = `[concat(parameters('workspace'), '/${id}')]`
    expect(renderArm([search])).toMatchObject({ resources: [{ type, apiVersion: '2025-02-01', name, etag: '*' }] })
    expect(renderRest([search])).toMatchObject([{ path: `/savedSearches/${id}?api-version=2025-02-01` }])
    expect(renderBicep([search])).toContain(
      `'${type}@2025-02-01' = {\n  parent: target\n  name: '${id}'\n  etag: '*'\n`,
    )
    const block = { type: `${type}@2025-02-01`, parent_id: `\${var.workspace_id}`, body: { etag: '*' } }
    expect(Object.values(azapiOf([search]))).toMatchObject([block])
  })

  it('needs an id, and says what stays behind', () => {
    const findingsOf = (text: string) =>
      compileResource(load(text), { enabled: true, analyses }).diagnostics.map(
        ({ id, severity }) => `${severity} ${id}`,
      )
    expect(findingsOf(hunting.replace(/^id: .*\n/, ''))).toEqual(['error search-without-id'])
    expect(findingsOf(`${hunting}customDetails: { Who: user }\n`)).toEqual(['info search-drops'])
  })
})

/** A rule whose texts hold the signs that each target treats as its own. */
const awkward = compile(
  `id: ${id}\nname: "It's \${here} %{and} \\\\ there"\nseverity: Low\nquery: |\n  SigninLogs\n  | where a != '\${b}'\n${schedule}`,
)

describe('a Bicep file', () => {
  it('writes texts so that nothing in them is an expression', () => {
    const text = renderBicep([awkward])
    expect(text).toContain(`displayName: 'It\\'s \\\${here} %{and} \\\\ there'`)
    expect(text).toContain(`query: '''\nSigninLogs\n| where a != '\${b}'\n'''\n`)
    expect(text).toContain(
      "resource rule_0e7f3a52_6d1c_4a3e_9d0b_5b1f2c7a9e11 'Microsoft.SecurityInsights/alertRules@2025-09-01' = {",
    )
    expect(text).toContain('    enabled: true\n')
  })

  /** Reads a text as Bicep does: `\'\'\'` without escapes, less a first line end; else by the escapes of the language. */
  function readBicep(literal: string): string {
    if (literal.startsWith("'''")) return literal.slice(3, -3).replace(/^\n/, '')
    expect(literal.slice(1, -1)).not.toMatch(/(?<!\\)(?:\\\\)*(?:\$\{|[\n'])/)
    const signs: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
    return literal
      .slice(1, -1)
      .replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code, sign) =>
        code ? String.fromCodePoint(Number.parseInt(code, 16)) : (signs[sign] ?? sign),
      )
  }

  it('keeps every text', () => {
    for (const text of textsOf(`'$\{}\\\n\ta[\u0001\r\u00e9`)) {
      const file = renderBicep([{ ...awkward, body: { ...awkward.body, properties: { text } } }])
      expect(readBicep(/properties: \{\n {4}text: (.*)\n {2}\}\n\}\n$/s.exec(file)![1]!)).toBe(text)
    }
  })

  // Bicep has whole numbers of 64 bits only; its documentation writes others as `json('1.5')`.
  it('writes fractions as JSON, and everything else verbatim', () => {
    const properties = { half: 0.5, below: -0.25, whole: 3, none: 0, minus: -7, yes: true, no: false, nothing: null }
    const file = renderBicep([{ ...awkward, body: { ...awkward.body, properties } }])
    const lines = ["half: json('0.5')", "below: json('-0.25')", 'whole: 3', 'none: 0', 'minus: -7']
    expect(
      /properties: \{\n([^}]*)\n {2}\}/
        .exec(file)?.[1]
        ?.split('\n')
        .map(line => line.trim()),
    ).toEqual([...lines, 'yes: true', 'no: false', 'nothing: null'])
  })

  it('nests lists and objects', () => {
    expect(renderBicep([compile(rules.MicrosoftSecurityIncidentCreation)])).toContain(
      "    severitiesFilter: [\n      'High'\n      'Medium'\n    ]\n",
    )
  })
})

describe('a Terraform file', () => {
  // What Terraform's own reader makes of such texts: `$\${` is `\${`, and `$$\${` is `$\${`.
  it('doubles the signs that would begin an expression', () => {
    const block = {
      type: 'Microsoft.SecurityInsights/alertRules@2025-09-01',
      parent_id: `\${var.workspace_id}`,
      body: { properties: { displayName: `It's $\${here} %%{and} \\ there` } },
    }
    expect(azapiOf([awkward])).toMatchObject({ rule_0e7f3a52_6d1c_4a3e_9d0b_5b1f2c7a9e11: block })
  })
})

describe('REST requests', () => {
  it('put one rule each', () => {
    expect(renderRest([compile(rules.Fusion)])).toMatchObject([
      {
        method: 'PUT',
        path: '/providers/Microsoft.SecurityInsights/alertRules/f71aba3d-28fb-450b-b192-4e76a83015c8?api-version=2025-07-01-preview',
      },
    ])
  })
})

describe.each(referenceData('azure-specs/'))('the published interface', () => {
  it.each(Object.entries(rules))('accepts a full rule of kind %s', (_, text) => {
    expect(faultsOf(compile(text))).toEqual([])
  })

  it('refuses a body without what it requires, and one with a part that it does not have', () => {
    const { body, ...resource } = compile(rules.Scheduled)
    const { query: _, ...properties } = body.properties
    expect(faultsOf({ ...resource, body: { ...body, properties } })).not.toEqual([])
    const entityMappings = [{ entityType: 'IP', fieldMappings: [], column: 'x' }]
    expect(
      faultsOf({ ...resource, body: { ...body, properties: { ...body.properties, entityMappings } } }),
    ).not.toEqual([])
  })

  const plain = `id: ${id}\nname: A\nseverity: Low\nquery: SigninLogs\n${schedule}`
  const incidents = `id: ${id}\nname: A\nkind: MicrosoftSecurityIncidentCreation\nproductFilter: `
  const dynamic = 'alertDetailsOverride:\n  alertDynamicProperties:\n    - { value: Column, alertProperty: '

  it.each<readonly [string, string, boolean]>([
    ['a plain rule', plain, false],
    ['a technique', `${plain}relevantTechniques: [T1078]\n`, false],
    ['a sub-technique', `${plain}relevantTechniques: [T1078.004]\n`, true],
    ['entities in columns', `${plain}sentinelEntitiesMappings: [{ columnName: Entities }]\n`, true],
    ['techniques from a column', `${plain}${dynamic}Techniques }\n`, false],
    ['sub-techniques from a column', `${plain}${dynamic}SubTechniques }\n`, true],
    ['incidents of a product', `${incidents}Azure Active Directory Identity Protection\n`, false],
    ['incidents of a product that came later', `${incidents}Office 365 Advanced Threat Protection\n`, true],
    ...Object.entries(rules).map(([kind, text]) => [`all of ${kind}`, text, !kind.startsWith('Microsoft')] as const),
  ])('of the stable version is enough unless it refuses what a rule says: %s', (_, text, needsPreview) => {
    const rule = compile(text)
    expect(rule.apiVersion).toBe(needsPreview ? '2025-07-01-preview' : '2025-09-01')
    expect(faultsOf({ ...rule, apiVersion: '2025-09-01' }).length > 0).toBe(needsPreview)
    expect(faultsOf(rule)).toEqual([])
  })

  it.each([
    ...referenceData('conformance/rules/').map(folder => ['published', folder, 50] as const),
    ['shipped', new URL('../../../../detections/', import.meta.url), 9] as const,
  ])('accepts %s detections and hunting queries', (kind, folder, atLeast) => {
    const files = filesBelow(folder, '.yaml').filter(({ href }) => !href.endsWith('.test.yaml'))
    const compiled = (kind === 'published' ? oneIn(5, files) : files)
      .flatMap(url => loadRule({ path: url.pathname, text: readFileSync(url, 'utf8') }).value ?? [])
      .map(rule => compileResource(rule as WorkspaceRule, { enabled: true, analyses }).value!)
    expect(compiled.flatMap(faultsOf)).toEqual([])
    expect(compiled.length).toBeGreaterThanOrEqual(atLeast)
  })
})
