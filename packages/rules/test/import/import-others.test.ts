import { generated, randomOf } from '@tripline/testkit'
import { describe, expect, it } from 'vitest'
import { loadRule } from '../../src/index.ts'
import { readDocuments as read } from './import-files.ts'

const id = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'

const query = 'SigninLogs\n| where ResultType != "0"\n'
/** What every format below says. */
const expected = {
  id,
  name: 'Failed sign-ins',
  kind: 'Scheduled',
  description: 'Many failures.',
  severity: 'Medium',
  queryFrequency: '1h',
  queryPeriod: '1d',
  triggerOperator: 'gt',
  triggerThreshold: 3,
  tactics: ['InitialAccess', 'CredentialAccess'],
  relevantTechniques: ['T1078', 'T1110'],
  query,
  entityMappings: [
    { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'IPAddress' }] },
    { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'User' }] },
  ],
  customDetails: { by_entities: 'Place' },
  alertDetailsOverride: {
    alertDisplayNameFormat: 'Failed {{User}}',
    alertDynamicProperties: [{ alertProperty: 'AlertLink', value: 'Link' }],
  },
  eventGroupingSettings: { aggregationKind: 'SingleAlert' },
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: true,
      lookbackDuration: '5h',
      reopenClosedIncident: false,
      matchingMethod: 'Selected',
      groupByEntities: ['IP'],
    },
  },
}

const terraform = `
# Sentinel rules
resource "azurerm_sentinel_alert_rule_scheduled" "failed" {
  name                       = "${id}"
  log_analytics_workspace_id = azurerm_log_analytics_solution.example.workspace_resource_id
  display_name               = "Failed sign-ins" // shown
  description                = "Many failures."
  severity                   = "Medium"
  enabled                    = true
  query = <<-QUERY
    SigninLogs
    | where ResultType != "0"
  QUERY
  query_frequency   = "PT1H"
  query_period      = "P1D"
  trigger_operator  = "GreaterThan"
  trigger_threshold = 3
  tactics           = ["InitialAccess", "CredentialAccess",]
  techniques        = ["T1078", "T1110"]
  custom_details    = { by_entities = "Place" }
  event_grouping { aggregation_method = "SingleAlert" }
  entity_mapping {
    entity_type = "IP"
    field_mapping {
      identifier  = "Address"
      column_name = "IPAddress"
    }
  }
  entity_mapping {
    entity_type = "Account"
    field_mapping {
      identifier  = "FullName"
      column_name = "User"
    }
  }
  alert_details_override {
    display_name_format = "Failed {{User}}"
    dynamic_property {
      name  = "AlertLink"
      value = "Link"
    }
  }
  incident {
    create_incident_enabled = true
    grouping {
      enabled                 = true
      lookback_duration       = "PT5H"
      reopen_closed_incidents = false
      entity_matching_method  = "Selected"
      by_entities             = ["IP"]
    }
  }
  /* as the
     module has it */
  lifecycle { ignore_changes = [enabled] }
}
`
const block = {
  name: id,
  display_name: 'Failed sign-ins',
  description: 'Many failures.',
  severity: 'Medium',
  query,
  query_frequency: 'PT1H',
  query_period: 'P1D',
  trigger_operator: 'GreaterThan',
  trigger_threshold: 3,
  tactics: ['InitialAccess', 'CredentialAccess'],
  techniques: ['T1078', 'T1110'],
  custom_details: { by_entities: 'Place' },
  event_grouping: [{ aggregation_method: 'SingleAlert' }],
  entity_mapping: [
    { entity_type: 'IP', field_mapping: [{ identifier: 'Address', column_name: 'IPAddress' }] },
    { entity_type: 'Account', field_mapping: { identifier: 'FullName', column_name: 'User' } },
  ],
  alert_details_override: {
    display_name_format: 'Failed {{User}}',
    dynamic_property: { name: 'AlertLink', value: 'Link' },
  },
  incident: [
    {
      create_incident_enabled: true,
      grouping: [
        {
          enabled: true,
          lookback_duration: 'PT5H',
          reopen_closed_incidents: false,
          entity_matching_method: 'Selected',
          by_entities: ['IP'],
        },
      ],
    },
  ],
}

/** The REST interface's names, as they come without `properties` around them. */
const flat = {
  displayName: 'Failed sign-ins',
  description: 'Many failures.',
  severity: 'Medium',
  query,
  queryFrequency: 'PT1H',
  queryPeriod: 'P1D',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 3,
  tactics: expected.tactics,
  techniques: expected.relevantTechniques,
  entityMappings: expected.entityMappings,
  customDetails: expected.customDetails,
  alertDetailsOverride: expected.alertDetailsOverride,
}
const grouping = { ...expected.incidentConfiguration.groupingConfiguration, lookbackDuration: 'PT5H' }
const azSentinel = {
  ...flat,
  id,
  aggregationKind: 'SingleAlert',
  createIncident: true,
  groupingConfiguration: grouping,
}
const listed = {
  ...flat,
  kind: 'Scheduled',
  id: `/subscriptions/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/x/alertRules/${id}`,
  name: id,
  etag: '"1"',
  resourceGroup: 'rg',
  type: 'Microsoft.SecurityInsights/alertRules',
  enabled: true,
  lastModifiedUtc: '2026-03-02T10:00:00Z',
  systemData: null,
  eventGroupingSettings: expected.eventGroupingSettings,
  incidentConfiguration: { createIncident: true, groupingConfiguration: grouping },
}
const pascal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pascal)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key[0]!.toUpperCase() + key.slice(1),
      key === 'customDetails' ? item : pascal(item),
    ]),
  )
}

describe('a rule', () => {
  it.each([
    ['a module of Terraform', 'rules.tf', terraform],
    ['Terraform as JSON', 'rules.tf.json', { resource: { azurerm_sentinel_alert_rule_scheduled: { failed: block } } }],
    [
      'Terraform as JSON with lists',
      'rules.tf.json',
      { resource: [{ azurerm_sentinel_alert_rule_scheduled: [{ failed: [block] }] }] },
    ],
    ['AzSentinel', 'settings.json', { Scheduled: [azSentinel] }],
    ['YAML with capitals', 'rule.yaml', { ...(pascal(azSentinel) as object), Kind: 'Scheduled' }],
    ['a list of the Azure CLI', 'list.json', [listed]],
    ['an envelope', 'rule.json', { apiVersion: 'v1', kind: 'AnalyticRule', spec: azSentinel }],
  ])('comes from %s with every field', (_, path, written) => {
    const { documents, ids } = read(path, written)
    expect(documents).toEqual([expected])
    expect(ids).toEqual([])
    const rule = loadRule({ path: 'x.yaml', text: JSON.stringify(documents[0]) })
    expect(rule.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.each([
    [
      'nrt',
      { display_name: 'A', severity: 'Low', query: 'T' },
      { kind: 'NRT', name: 'A', severity: 'Low', query: 'T' },
    ],
    [
      'fusion',
      { alert_rule_template_guid: id.replace('0', '1') },
      { kind: 'Fusion', alertRuleTemplateName: id.replace('0', '1') },
    ],
    [
      'ms_security_incident',
      { display_name: 'A', product_filter: 'Azure Active Directory Identity Protection', severity_filter: ['High'] },
      {
        kind: 'MicrosoftSecurityIncidentCreation',
        name: 'A',
        productFilter: 'Azure Active Directory Identity Protection',
        severitiesFilter: ['High'],
      },
    ],
  ])('of Terraform may be of kind %s', (kind, own, document) => {
    const written = { resource: { [`azurerm_sentinel_alert_rule_${kind}`]: { a: { name: id, ...own } } } }
    expect(read('a.tf.json', written).documents).toEqual([{ id, ...document }])
  })

  it('of Terraform is refused where only Terraform knows what it says, and the others are imported', () => {
    const other = terraform
      .replace('"failed"', '"other"')
      .replaceAll(id, id.replace('0', '1'))
      .replace('"Medium"', 'var.severity')
    const { documents, ids } = read('rules.tf', terraform + other)
    expect([documents.length, ids]).toEqual([1, ['import-expression']])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of Terraform
    const template = terraform.replace('SigninLogs\n', '${var.table}\n')
    expect(read('rules.tf', template)).toEqual({ documents: [], ids: ['import-expression'] })
  })

  it.each(['resource "a" "b" {', 'a = [1, 2', 'a = "b', 'a = <<EOT\nx\n', '{', `a = ${'['.repeat(5000)}`, 'a ='])(
    'is not read from %s',
    text => expect(read('rules.tf', text).ids).toEqual(['import-hcl']),
  )

  it('of Terraform that is damaged anywhere is imported or reported, and never takes for ever', () => {
    const signs = ['"', '{', '}', '[', ']', '=', ',', '<<', '\\', '$' + '{', '/*', '#', '\n', 'EOT', '\0', '']
    const damaged = generated(400, 2_000)
    const next = randomOf(20260302)
    for (let count = 0; count < damaged; count++) {
      let text = terraform
      for (let change = next(4); change >= 0; change--) {
        const at = next(text.length)
        text = text.slice(0, at) + signs[next(signs.length)] + text.slice(at + next(3) * next(30))
      }
      const { documents, ids } = read('rules.tf', text)
      expect(documents.length + ids.length).toBeGreaterThan(0)
    }
    expect(read('rules.tf', `${' '.repeat(5_000_000)}${'# x\n'.repeat(100_000)}${terraform}`).documents).toEqual([
      expected,
    ])
  })

  it.each([
    ['severity', 'medium', 'Medium'],
    ['severity', 'INFORMATIONAL', 'Informational'],
    ['severity', 'info', 'Informational'],
    ['severity', 'critical', 'High'],
    [
      'tactics',
      ['Initial Access', 'credential-access', 'TA0011'],
      ['InitialAccess', 'CredentialAccess', 'CommandAndControl'],
    ],
    ['tactics', ['Impact', 'impact'], ['Impact']],
    ['relevantTechniques', ['t1078', 'T1078', 'T1110.001'], ['T1110.001', 'T1078']],
  ])('has its %s %j in the usual spelling, with a note', (key, written, usual) => {
    const { documents, ids } = read('list.json', [{ ...listed, [key]: written }])
    const value = (documents[0] as Record<string, unknown>)[key]
    expect(Array.isArray(value) ? value.toSorted() : value).toEqual(Array.isArray(usual) ? usual.toSorted() : usual)
    expect(new Set(ids)).toEqual(new Set(['import-spelling']))
  })

  it('keeps when its schedule starts', () => {
    const properties = { ...flat, startTimeUtc: '2026-03-02T10:00:00Z' }
    const { documents, ids } = read('x.json', { name: id, kind: 'Scheduled', properties })
    expect([documents[0], ids]).toMatchObject([{ startTimeUtc: '2026-03-02T10:00:00Z' }, []])
  })

  it('comes from KQL in a wrapper of Sigma', () => {
    const text = `title: Failed sign-ins\nid: ${id}\nstatus: stable\nlevel: medium\nauthor: someone\ntags:\n  - attack.initial_access\n  - attack.t1078\n  - team.blue\nlogsource: { product: azure }\nquery: |\n  SigninLogs\n  | take 1\n`
    expect(read('sigma.yaml', text).documents).toEqual([
      {
        id,
        name: 'Failed sign-ins',
        kind: 'Hunting',
        severity: 'Medium',
        tactics: ['InitialAccess'],
        relevantTechniques: ['T1078'],
        query: 'SigninLogs\n| take 1\n',
      },
    ])
  })

  it('of AzSentinel has its durations, its grouping and its entities in the words of Sentinel', () => {
    const groupingConfiguration = {
      GroupingConfigurationEnabled: true,
      reopenClosedIncident: false,
      lookbackDuration: '5H',
      entitiesMatchingMethod: 'Custom',
      groupByEntities: ['Ip', 'Url'],
    }
    const { queryFrequency, queryPeriod, ...others } = flat
    const rule = { ...others, queryFrequency: '30M', queryPeriod: '1D', createIncident: true, groupingConfiguration }
    expect(read('a.json', { Scheduled: [rule] }).documents).toMatchObject([
      {
        queryFrequency: '30m',
        queryPeriod: '1d',
        incidentConfiguration: {
          groupingConfiguration: {
            enabled: true,
            lookbackDuration: '5h',
            matchingMethod: 'Selected',
            groupByEntities: ['IP', 'URL'],
          },
        },
      },
    ])
  })

  it('of Fusion keeps the name that every workspace has it under', () => {
    const name = "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/BuiltInFusion')]"
    const resource = {
      type: 'Microsoft.OperationalInsights/workspaces/providers/alertRules',
      name,
      kind: 'Fusion',
      properties: { alertRuleTemplateName: id },
    }
    const template = { $schema: 'x', parameters: { workspace: { type: 'string' } }, resources: [resource] }
    expect(read('x.json', template)).toMatchObject({ documents: [{ id: 'BuiltInFusion' }], ids: [] })
  })

  it('has the id that the workspace calls it by, never that of its subscription', () => {
    const at = (name: string) =>
      `/subscriptions/aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/x/providers/Microsoft.SecurityInsights/alertRules/${name}`
    const value = [
      { id: at('brute-force'), name: 'brute-force', kind: 'Scheduled', properties: flat },
      { id: at('BuiltInFusion'), name: 'BuiltInFusion', kind: 'Fusion', properties: { alertRuleTemplateName: id } },
      { id: at(id), name: id, kind: 'NRT', properties: flat },
    ]
    expect(read('x.json', { value }).documents.map(one => (one as { id: string }).id)).toEqual([
      'brute-force',
      'BuiltInFusion',
      id,
    ])
  })
})
