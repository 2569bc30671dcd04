import { loadCatalogue } from '@tripline/schemas'
import { describe, expect, it } from 'vitest'
import { impactedAsset } from '../../src/detection/impacted-assets.ts'
import {
  type CustomDetection,
  compileDetection,
  isAlerting,
  loadRule,
  profileOf,
  renderGraph,
} from '../../src/index.ts'
import { queryAnalyses } from '../../src/query/query-analyses.ts'
import { importFiles } from '../import/import-files.ts'

const analyses = queryAnalyses({ catalogue: loadCatalogue() })

/** A rule as the reference of Microsoft Graph's `detectionRule` (beta) describes it since 2026. */
const body = {
  displayName: 'Encoded PowerShell',
  status: 'enabled',
  queryCondition: { queryText: 'DeviceProcessEvents\n| project Timestamp, DeviceId, ReportId, AccountUpn, SHA1\n' },
  schedule: { frequency: 'PT3H' },
  detectionAction: {
    alertTemplate: {
      title: 'PowerShell on {{DeviceId}}',
      description: 'Encoded.',
      severity: 'medium',
      recommendedActions: 'Ask the user.',
      tactics: [
        { tactic: 'Execution', techniques: [{ technique: 'T1059', subTechniques: ['T1059.001', 'T1059.003'] }] },
        { tactic: 'DefenseEvasion', techniques: [{ technique: 'T1027', subTechniques: [] }] },
      ],
      eventGroupingKind: 'singleAlert',
      customDetails: { Hash: 'SHA1' },
      entityMappings: {
        hosts: [{ deviceIdColumn: 'DeviceId' }],
        accounts: [{ upnColumn: 'AccountUpn' }],
        files: [{ sha1Column: 'SHA1' }],
      },
    },
    automatedActions: { isolateDevices: [{ deviceIdColumn: 'DeviceId', isolationType: 'full' }] },
    organizationalScope: { scopeType: 'deviceGroup', scopeNames: ['Workstations'] },
  },
}

/** The same in the words of rule files. */
const house = `
name: Encoded PowerShell
kind: CustomDetection
description: Encoded.
severity: Medium
frequency: 3h
tactics: [Execution, DefenseEvasion]
relevantTechniques: [T1059.001, T1059.003, T1027]
query: |
  DeviceProcessEvents
  | project Timestamp, DeviceId, ReportId, AccountUpn, SHA1
entityMappings:
  - { entityType: Host, fieldMappings: [{ identifier: DeviceId, columnName: DeviceId }] }
  - { entityType: Account, fieldMappings: [{ identifier: Upn, columnName: AccountUpn }] }
  - { entityType: File, fieldMappings: [{ identifier: SHA1, columnName: SHA1 }] }
customDetails: { Hash: SHA1 }
alertDetailsOverride: { alertDisplayNameFormat: 'PowerShell on {{DeviceId}}' }
eventGroupingSettings: { aggregationKind: SingleAlert }
recommendedActions: Ask the user.
automatedActions: { isolateDevices: [{ deviceIdColumn: DeviceId, isolationType: full }] }
organizationalScope: { scopeType: deviceGroup, scopeNames: [Workstations] }
`

function load(text: string, path = 'rule.yaml'): CustomDetection {
  const { value, diagnostics } = loadRule({ path, text })
  if (value?.kind !== 'CustomDetection') throw new Error(JSON.stringify(diagnostics.map(({ message }) => message)))
  return value
}

const json = (document: unknown) => JSON.stringify(document, undefined, 2)
const messagesOf = (document: unknown) => loadRule({ path: 'rule.json', text: json(document) }).diagnostics
const requestOf = (rule: CustomDetection) =>
  renderGraph([compileDetection(rule, { enabled: true, analyses }).value!])[0]!
const withTemplate = (changes: object, others: object = {}) => ({
  ...body,
  ...others,
  detectionAction: { alertTemplate: { ...body.detectionAction.alertTemplate, ...changes } },
})

describe('a custom detection', () => {
  it.each([
    ['YAML', house],
    ['the JSON of Microsoft Graph', json(body)],
    ['what import makes of that', () => importFiles({ path: 'rule.json', text: json(body) }).value![0]!.text],
  ])('compiles to the same request from %s', (_, text) => {
    const rule = load(typeof text === 'string' ? text : text())
    expect(isAlerting(rule) && profileOf(rule)).toBe('xdr')
    const { method, url, body: sent } = requestOf(rule)
    expect({ method, url }).toEqual({ method: 'POST', url: '/beta/security/rules/detectionRules' })
    expect({ ...sent, queryCondition: undefined }).toEqual({ ...body, queryCondition: undefined })
    expect(rule.query.value.trim()).toBe(body.queryCondition.queryText.trim())
  })

  it('updates the rule that the service knows by its id', () => {
    const { method, url } = requestOf(load(json({ id: '7506', ...body })))
    expect({ method, url }).toEqual({ method: 'PATCH', url: '/beta/security/rules/detectionRules/7506' })
  })

  it('is read in the form before October 2026, and sent in the present one', () => {
    const older = {
      '@odata.type': '#microsoft.graph.security.detectionRule',
      id: '7506',
      displayName: 'Old',
      isEnabled: true,
      createdBy: 'ann',
      lastRunDetails: { status: 'completed' },
      queryCondition: { queryText: 'DeviceEvents', lastModifiedDateTime: '2024-01-01T00:00:00Z' },
      schedule: { period: '12H', nextRunDateTime: '2024-01-01T00:00:00Z' },
      detectionAction: {
        alertTemplate: {
          title: 'Old',
          description: 'Old.',
          severity: 'low',
          category: 'Execution',
          recommendedActions: null,
          mitreTechniques: ['T1059.001'],
          impactedAssets: [
            { '@odata.type': '#microsoft.graph.security.impactedDeviceAsset', identifier: 'deviceId' },
            { '@odata.type': '#microsoft.graph.security.impactedUserAsset', identifier: 'accountSid' },
          ],
        },
        organizationalScope: null,
        responseActions: [],
      },
    }
    expect(messagesOf(older)).toEqual([])
    expect(requestOf(load(json(older))).body).toEqual({
      displayName: 'Old',
      status: 'enabled',
      queryCondition: { queryText: 'DeviceEvents' },
      schedule: { frequency: 'PT12H' },
      detectionAction: {
        alertTemplate: {
          title: 'Old',
          description: 'Old.',
          severity: 'low',
          tactics: [{ tactic: 'Execution', techniques: [{ technique: 'T1059', subTechniques: ['T1059.001'] }] }],
          entityMappings: { hosts: [{ deviceIdColumn: 'DeviceId' }], accounts: [{ sidColumn: 'AccountSid' }] },
        },
      },
    })
  })

  // The lookback of rules over data of Defender XDR, from "Create custom detection rules".
  it.each([
    ['1h', '1H', 'PT1H', 4],
    ['3h', '3H', 'PT3H', 12],
    ['12h', '12H', 'PT12H', 48],
    ['24h', '24H', 'P1D', 30 * 24],
    ['continuous', '0', 'PT0S', 0],
  ])('runs every %s', (name, period, frequency, hours) => {
    for (const written of [name, period, frequency]) {
      const { frequency: read } = load(house.replace('frequency: 3h', `frequency: "${written}"`))
      expect([read.value.name, read.value.lookback / 36_000_000_000n]).toEqual([name, BigInt(hours)])
    }
  })

  it.each(['2h', '30m', 'PT5M', '1d12h', 'hourly', ''])('does not run every %s', written => {
    const { diagnostics } = loadRule({
      path: 'rule.yaml',
      text: house.replace('frequency: 3h', `frequency: "${written}"`),
    })
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('1h, 3h, 12h, 24h or continuous'),
    ])
  })

  it.each([
    [{ entityMappings: { oAuthApplications: [{ nameColumn: 'x' }] } }, 'error graph-entity'],
    [{ entityMappings: { hosts: [{ colourColumn: 'x' }] } }, 'warning graph-unknown-key'],
    [{ impactedAssets: [{ '@odata.type': '#x.impactedUserAsset', identifier: 'accountId' }] }, 'error graph-asset'],
    [{ category: 'Malware' }, 'warning graph-category'],
    [{ severity: 'dire' }, 'error unknown-value'],
  ])('says what it cannot keep: %j', (changes, expected) => {
    const found = messagesOf(withTemplate(changes)).map(({ id, severity }) => `${severity} ${id}`)
    expect(found).toContain(expected)
  })

  it.each([
    ['queryPeriod: 1h', 'not-for-detections'],
    ['suppressionEnabled: true', 'not-for-detections'],
    ['incidentConfiguration: { createIncident: true }', 'not-for-detections'],
  ])('has no %s', (line, id) => {
    expect(loadRule({ path: 'rule.yaml', text: `${house}${line}\n` }).diagnostics.map(one => one.id)).toEqual([id])
  })

  it('says which rules Microsoft Graph has disabled, where they are imported', () => {
    const { diagnostics } = importFiles({
      path: 'rules.json',
      text: json({ value: [{ ...body, status: 'disabled' }] }),
    })
    expect(diagnostics.map(({ id }) => id)).toEqual(['import-disabled'])
  })
})

// The identifiers are the members of Microsoft Graph's deviceAssetIdentifier; each is the column of its name.
it.each([
  ['impactedDeviceAsset', 'remoteDeviceName', 'Host', 'HostName', 'RemoteDeviceName'],
  ['impactedUserAsset', 'initiatingProcessAccountUpn', 'Account', 'Upn', 'InitiatingProcessAccountUpn'],
  ['impactedMailboxAsset', 'senderFromAddress', 'Mailbox', 'MailboxPrimaryAddress', 'SenderFromAddress'],
])('the %s %s is the %s with the %s %s', (odata, written, type, identifier, column) => {
  expect(impactedAsset(`#microsoft.graph.security.${odata}`, written)).toEqual({ type, identifier, column })
})
