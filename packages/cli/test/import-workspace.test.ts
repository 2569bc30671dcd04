import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, localAddress, localCredential, type ResourceBody } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { withEmulator } from './with-emulator.ts'

const scheduled = {
  displayName: 'Brute force',
  description: 'Many failures.',
  enabled: true,
  severity: 'Medium',
  query: 'SigninLogs\n| where ResultType == "50126"\n| summarize Failures = count() by UserPrincipalName',
  queryFrequency: 'PT1H',
  queryPeriod: 'PT1H',
  triggerOperator: 'GreaterThan',
  triggerThreshold: 0,
  suppressionEnabled: false,
  suppressionDuration: 'PT5H',
  tactics: ['CredentialAccess'],
  techniques: ['T1110'],
  entityMappings: [
    { entityType: 'Account', fieldMappings: [{ identifier: 'FullName', columnName: 'UserPrincipalName' }] },
  ],
}
const nrt = {
  displayName: 'Doors',
  enabled: false,
  severity: 'Low',
  query: 'Door_CL | where Badge == 5',
  suppressionEnabled: true,
  suppressionDuration: 'PT7H',
  incidentConfiguration: {
    createIncident: true,
    groupingConfiguration: {
      enabled: true,
      reopenClosedIncident: false,
      lookbackDuration: 'P1D',
      matchingMethod: 'AllEntities',
    },
  },
}
const door = '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11'
const hunt = '5b0a4a0e-4a55-4f0a-9d7e-6f0f0a1f2b3c'

type Written = readonly [
  type: 'automationRules' | 'alertRules' | 'savedSearches' | 'tables' | 'watchlists',
  id: string,
  body: ResourceBody,
]

const content: readonly Written[] = [
  [
    'tables',
    'Door_CL',
    {
      properties: {
        schema: {
          name: 'Door_CL',
          columns: [
            { name: 'TimeGenerated', type: 'dateTime' },
            { name: 'Badge', type: 'long' },
          ],
        },
        totalRetentionInDays: 365,
      },
    },
  ],
  ['alertRules', 'brute-force', { kind: 'Scheduled', properties: scheduled }],
  ['alertRules', door, { kind: 'NRT', properties: nrt }],
  [
    'alertRules',
    'incidents',
    {
      kind: 'MicrosoftSecurityIncidentCreation',
      properties: {
        displayName: 'Incidents',
        enabled: true,
        productFilter: 'Microsoft Cloud App Security',
        severitiesFilter: ['High'],
      },
    },
  ],
  [
    'savedSearches',
    hunt,
    {
      properties: {
        category: 'Hunting Queries',
        displayName: 'Edited crontabs',
        query: 'Syslog',
        version: 2,
        tags: [
          { name: 'description', value: 'Looks.' },
          { name: 'tactics', value: 'Persistence' },
        ],
      },
    },
  ],
  [
    'savedSearches',
    'a-function',
    {
      properties: {
        category: 'SOC',
        displayName: 'Our sign-ins',
        query: 'SigninLogs\n| where TimeGenerated > ago(window)',
        functionAlias: 'CorpSignins',
        functionParameters: 'window:timespan=1h',
        version: 2,
      },
    },
  ],
  [
    'automationRules',
    '1f8bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
    {
      properties: {
        displayName: 'Close noise',
        order: 5,
        triggeringLogic: {
          isEnabled: true,
          triggersOn: 'Incidents',
          triggersWhen: 'Created',
          conditions: [
            {
              conditionType: 'Property',
              conditionProperties: {
                propertyName: 'IncidentTitle',
                operator: 'Contains',
                propertyValues: ['Drill', 'Exercise: "red"'],
              },
            },
          ],
        },
        actions: [
          {
            order: 1,
            actionType: 'ModifyProperties',
            actionConfiguration: { status: 'Closed', classification: 'Undetermined' },
          },
        ],
      },
    },
  ],
  [
    'savedSearches',
    'plain',
    { properties: { category: 'Other', displayName: 'Nothing of ours', query: 'Syslog', version: 2 } },
  ],
  [
    'watchlists',
    'CorpNetworks',
    {
      properties: {
        displayName: 'Networks',
        provider: 'SOC',
        source: 'networks.csv',
        sourceType: 'Local',
        itemsSearchKey: 'CIDR',
        contentType: 'text/csv',
        numberOfLinesToSkip: 0,
        rawContent: 'CIDR,Site\n192.0.2.0/24,"Berlin, Mitte"\n198.51.100.0/24,\n',
      },
    },
  ],
]

const client = () => {
  const { url, ca } = JSON.parse(readFileSync('.tripline/emulator.json', 'utf8'))
  return connect(localAddress({ url, ca }), localCredential, handClock())
}

async function put(...written: readonly Written[]): Promise<void> {
  for (const [type, id, body] of written) {
    const answer = await client()[type].put(id, body)
    expect(answer, id).toMatchObject({ ok: true })
  }
}

const config = '# ours\nworkspaces:\n  local: {} # here\n'

test('a live workspace is written to files that plan as nothing to do', async () => {
  enterFolder({ 'tripline.yaml': config })
  await withEmulator(async () => {
    await put(...content)
    expect(await client().workspace.patch('local', { properties: { retentionInDays: 60 } })).toMatchObject({ ok: true })
    const imported = await tripline(['import', '--workspace', 'local'])
    expect(imported).toMatchObject({ code: 0, stderr: '' })
    expect(imported.stdout.trim().split('\n').sort()).toEqual([
      'automation/close-noise.yaml',
      'detections/brute-force.yaml',
      'detections/doors.yaml',
      'detections/edited-crontabs.yaml',
      'detections/incidents.yaml',
      'functions/CorpSignins.yaml',
      'schemas/Door_CL.yaml',
      'tripline.yaml',
      'watchlists/CorpNetworks.csv',
    ])
    expect(readFileSync('detections/brute-force.yaml', 'utf8')).toMatch(
      /^id: brute-force\nname: Brute force\nkind: Scheduled\n/,
    )
    const written = readFileSync('tripline.yaml', 'utf8')
    expect(written.startsWith(config)).toBe(true)
    expect(written).toContain(`disabled:\n  - ${door}\n`)
    expect(written).toContain('    Door_CL:\n      total: 365d\n')
    const plan = await tripline(['plan', '--workspace', 'local', '--format', 'json', '--detailed-exitcode'])
    expect(plan.code).toBe(0)
    const { summary, steps } = JSON.parse(plan.stdout)
    expect(summary).toMatchObject({ create: 0, update: 0, conflict: 0, none: 9, adopt: 7 })
    expect(new Set(steps.map(({ action }: { action: string }) => action))).toEqual(new Set(['none']))
    expect(steps.map(({ type, id }: { type: string; id: string }) => `${type} ${id}`)).toEqual(
      expect.arrayContaining(content.filter(([, id]) => id !== 'plain').map(([type, id]) => `${type} ${id}`)),
    )
    expect(written).toContain('  workspace: 60d\n')
    expect(await tripline(['fmt', 'automation', 'functions', '--check'])).toEqual({ code: 0, stdout: '', stderr: '' })
    const applied = await tripline(['apply', '--workspace', 'local'])
    expect(applied).toEqual({ code: 0, stdout: '9 unchanged\n', stderr: '' })
    const after = await tripline(['plan', '--workspace', 'local', '--format', 'json'])
    expect(JSON.parse(after.stdout).summary).toMatchObject({ create: 0, update: 0, adopt: 0, conflict: 0, none: 9 })
    // What the project has by now is not written again.
    expect(await tripline(['import', '--workspace', 'local'])).toMatchObject({ code: 0, stdout: '' })
    await put(['alertRules', 'later', { kind: 'NRT', properties: { ...nrt, displayName: 'Doors!' } }])
    const again = await tripline(['import', '--workspace', 'local'])
    expect(again.stdout.trim().split('\n')).toEqual(['detections/doors-2.yaml', 'tripline.yaml'])
  })
})

test('what files cannot say is listed and left out, and the rest is written', async () => {
  enterFolder({ 'tripline.yaml': config })
  await withEmulator(async () => {
    await put(content[1]!)
    await put(
      [
        'alertRules',
        'twisted',
        {
          kind: 'NRT',
          properties: {
            ...nrt,
            displayName: 'Twisted',
            query: 'SigninLogs',
            subTechniques: ['T1078.004'],
            techniques: ['T1110'],
            tactics: ['InitialAccess'],
          },
        },
      ],
      [
        'alertRules',
        'off',
        { kind: 'NRT', properties: { ...nrt, displayName: 'AUTO DISABLED Off', query: 'SigninLogs' } },
      ],
    )
    const { code, stdout, stderr } = await tripline(['import', '--workspace', 'local'])
    expect(code).toBe(1)
    expect(stdout.trim().split('\n')).toEqual(['detections/brute-force.yaml', 'tripline.yaml'])
    expect(stderr).toContain('rule Twisted (twisted) was left out: ')
    expect(stderr).toContain('rule AUTO DISABLED Off (off) was left out: it has an error, name-auto-disabled')
    expect(readdirSync('detections')).toEqual(['brute-force.yaml'])
    expect(readFileSync('tripline.yaml', 'utf8')).not.toContain('disabled')
    expect(await tripline(['plan', '--workspace', 'local'])).toMatchObject({ code: 0 })
  })
})

test.each([
  [['import'], 'pass files to convert, or --workspace NAME'],
  [['import', 'a.json', '--workspace', 'local'], 'leave files and --out out'],
  [['import', '--workspace', 'local', '--out', 'x'], 'leave files and --out out'],
  [['import', '--workspace', 'lokal'], 'did you mean local?'],
])('%j is refused', async (argv, said) => {
  enterFolder({ 'tripline.yaml': config })
  expect(await tripline(argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
  expect(existsSync('detections')).toBe(false)
})
