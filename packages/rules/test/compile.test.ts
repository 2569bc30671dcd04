import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import {
  type CompiledResource,
  compileRule,
  isDeployable,
  loadRule,
  type Rule,
  renderArm,
  renderBicep,
  renderRest,
  renderTerraform,
} from '../src/index.ts'
import { azureSpecs, validatorOf, writableProperties } from './azure-schema.ts'

const world = { catalogue: loadCatalogue() }

function load(text: string): Rule {
  const { value, diagnostics } = loadRule({ path: 'rule.yaml', text })
  if (!value) throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)))
  return value
}

function compile(text: string, enabled = true): CompiledResource {
  const rule = load(text)
  if (!isDeployable(rule)) throw new Error('a hunting query compiles to nothing')
  return compileRule(rule, { enabled, world }).value!
}

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const alerting = `id: ${id}
name: Sign-in from an unfamiliar country
description: Identifies a sign-in.
severity: Medium
query: |
  SigninLogs
  | where ResultType == "0"
tactics: [InitialAccess]
relevantTechniques: [T1078, T1078.004]
entityMappings:
  - entityType: Account
    fieldMappings:
      - { identifier: FullName, columnName: UserPrincipalName }
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
    - { alertProperty: ProductName, value: Product }
eventGroupingSettings: { aggregationKind: AlertPerResult }
incidentConfiguration:
  createIncident: true
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
const schedule = 'queryFrequency: 30m\nqueryPeriod: P1DT12H\ntriggerOperator: gt\ntriggerThreshold: 3\n'

/** One rule of every kind that a workspace has, saying everything that its kind can say. */
const rules = {
  Scheduled: `kind: Scheduled\n${alerting}${schedule}`,
  NRT: `kind: NRT\n${alerting}`,
  MicrosoftSecurityIncidentCreation: `kind: MicrosoftSecurityIncidentCreation
id: ${id}
name: Incidents of Defender for Cloud Apps
description: Makes incidents.
productFilter: Microsoft Cloud App Security
severitiesFilter: [High, Medium]
displayNamesFilter: [Impossible travel]
displayNamesExcludeFilter: [Test]
`,
  Fusion: `kind: Fusion
id: f71aba3d-28fb-450b-b192-4e76a83015c8
name: Advanced multistage attack detection
severity: High
tactics: [Collection]
sourceSettings:
  - { enabled: true, sourceName: Anomalies }
`,
  ThreatIntelligence: `kind: ThreatIntelligence\nid: 0dd422ee-e6af-4204-b219-f59ac172e4c6\nname: Threat intelligence\n`,
  MLBehaviorAnalytics: `kind: MLBehaviorAnalytics\nid: fa118b98-de46-4e94-87f9-8e6d5060b60b\nname: Anomalous SSH login\n`,
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

  it('tells the service that nothing is suppressed, which it insists on', () => {
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

  it.each([
    ['a plain scheduled rule', `id: ${id}\nname: A\nseverity: Low\nquery: SigninLogs\n${schedule}`, '2025-09-01'],
    ['sub-techniques', rules.Scheduled, '2025-07-01-preview'],
    ['NRT', rules.NRT, '2025-07-01-preview'],
    ['an incident creation rule', rules.MicrosoftSecurityIncidentCreation, '2025-09-01'],
  ])('uses the stable interface unless a field needs the preview: %s', (_, text, apiVersion) => {
    expect(compile(text).apiVersion).toBe(apiVersion)
  })

  it('has a hash that depends on what is said, not on the order of keys', () => {
    const { hash } = compile(rules.Scheduled)
    expect(compile(`${schedule}${alerting}`).hash).toBe(hash)
    expect(compile(rules.Scheduled.replace('30m', '1h')).hash).not.toBe(hash)
    expect(compile(rules.Scheduled, false).hash).not.toBe(hash)
  })
})

describe('an ARM template', () => {
  it('keeps a text in brackets a text', () => {
    const template = JSON.stringify(renderArm([compile(rules.Scheduled)]))
    expect(template).toContain('"alertDisplayNameFormat":"[[{{UserPrincipalName}}]"')
    expect(template).toContain(`"name":"[concat(parameters('workspace'), '/Microsoft.SecurityInsights/${id}')]"`)
  })
})

/** A rule whose texts hold the signs that each target treats as its own. */
const awkward = compile(
  `id: ${id}\nname: "It's \${here} %{and} \\\\ there"\nseverity: Low\nquery: |\n  SigninLogs\n  | take 1\n${schedule}`,
)

describe('a Bicep file', () => {
  it('writes texts so that nothing in them is an expression', () => {
    const text = renderBicep([awkward])
    expect(text).toContain(`displayName: 'It\\'s \\\${here} %{and} \\\\ there'`)
    expect(text).toContain("query: 'SigninLogs\\n| take 1\\n'")
    expect(text).toContain(
      "resource rule_0e7f3a52_6d1c_4a3e_9d0b_5b1f2c7a9e11 'Microsoft.SecurityInsights/alertRules@2025-09-01' = {",
    )
    expect(text).toContain('    enabled: true\n')
  })

  it('nests lists and objects', () => {
    expect(renderBicep([compile(rules.MicrosoftSecurityIncidentCreation)])).toContain(
      "    severitiesFilter: [\n      'High'\n      'Medium'\n    ]\n",
    )
  })
})

describe('a Terraform file', () => {
  it('doubles the signs that would begin an expression', () => {
    expect(renderTerraform([awkward])).toMatchObject({
      resource: {
        azapi_resource: {
          rule_0e7f3a52_6d1c_4a3e_9d0b_5b1f2c7a9e11: {
            type: 'Microsoft.SecurityInsights/alertRules@2025-09-01',
            parent_id: `\${var.workspace_id}`,
            body: { properties: { displayName: `It's $\${here} %%{and} \\ there` } },
          },
        },
      },
    })
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

describe.skipIf(!existsSync(azureSpecs))('the published interface', () => {
  const definitions: Readonly<Record<CompiledResource['kind'], string>> = {
    Scheduled: 'ScheduledAlertRule',
    NRT: 'NrtAlertRule',
    Fusion: 'FusionAlertRule',
    ThreatIntelligence: 'ThreatIntelligenceAlertRule',
    MLBehaviorAnalytics: 'MLBehaviorAnalyticsAlertRule',
    MicrosoftSecurityIncidentCreation: 'MicrosoftSecurityIncidentCreationAlertRule',
  }

  function expectAccepted({ kind, apiVersion, body }: CompiledResource): void {
    const validate = validatorOf(apiVersion, definitions[kind])
    validate(body)
    expect(validate.errors).toBeNull()
    const writable = writableProperties(apiVersion, `${definitions[kind]}Properties`)
    expect(Object.keys(body.properties).filter(property => !writable.has(property))).toEqual([])
  }

  it.each(Object.entries(rules))('accepts a full rule of kind %s', (_, text) => {
    expectAccepted(compile(text))
  })

  it('refuses a body without what it requires', () => {
    expect(
      validatorOf('2025-09-01', definitions.Scheduled)({ kind: 'Scheduled', properties: { severity: 'high' } }),
    ).toBe(false)
  })

  const templates = new URL('../conformance/rules/detections/', azureSpecs)
  it.skipIf(!existsSync(templates))('accepts every published detection', () => {
    const paths = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.yaml'))
    for (const path of paths) expectAccepted(compile(readFileSync(new URL(path, templates), 'utf8')))
    expect(paths.length).toBeGreaterThan(100)
  })
})
