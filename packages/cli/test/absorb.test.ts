import { readFileSync, writeFileSync } from 'node:fs'
import { connect, localAddress, localCredential, type Resource } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const id = '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'
const hunting = `# by hand
id: 5b0a4a0e-4a55-4f0a-9d7e-6f0f0a1f2b3c
name: Edited crontabs
query: Syslog # all of it
`
const inYaml = `name: FailedSignIns
description: Of one user. # not deployed
parameters: (user:string)
body: |  # kept
  SigninLogs
  | where UserPrincipalName == user
`
const config = `# ours
workspaces:
  local:
    parameters:
      detections/blocked.yaml: { address: 192.0.2.1 }
watchlists:
  Visitors: { file: visitors.csv, searchKey: Badge } # of the gate
functions:
  - functions
  - Roles: { file: kql/roles.kql, parameters: "(window:timespan)" } # privileged
retention:
  tables:
    SigninLogs: { total: 730d } # a year more
`
const automation = `id: 1f8bd6c5-7a52-4c51-9f66-0d8f0c1f3a11
name: Close noise
order: 5 # late
triggeringLogic: { isEnabled: true, triggersOn: Incidents, triggersWhen: Created }
actions:
  - order: 1
    actionType: ModifyProperties # at once
    actionConfiguration: { status: Closed, classification: Undetermined }
`
const files = {
  'automation/close.yaml': automation,
  'tripline.yaml': config,
  'detections/blocked.yaml': `# ours\n${rule.replace('severity: High', 'severity: High  # agreed')}`,
  'detections/hunt.yaml': hunting,
  'functions/failed.yaml': inYaml,
  'visitors.csv': 'Badge,Host\n7002,Bo\n7001,Ann\n',
  'kql/roles.kql': 'AuditLogs\n| where TimeGenerated > ago(window)\n',
}
const text = (path: string) => readFileSync(path, 'utf8')

function client() {
  const { url, ca } = JSON.parse(text('.tripline/emulator.json'))
  return connect(localAddress({ url, ca }), localCredential, handClock())
}

/** Changes a resource as somebody in the portal does. */
async function edit(
  type: 'tables' | 'savedSearches' | 'alertRules' | 'automationRules',
  name: string,
  change: (properties: Resource['properties']) => Resource['properties'],
) {
  const { [type]: collection } = client()
  const found = await collection.get(name)
  if (!found.ok) throw new Error(found.error.message)
  const { id: _, changed: __, ...resource } = found.value
  const { lastModifiedUtc: ___, ...own } = resource.properties
  const body = { ...resource, properties: change(own) }
  expect(await (type === 'tables' ? collection.patch(name, body) : collection.put(name, body))).toMatchObject({
    ok: true,
  })
}

test('what was edited in the portal is written into the files, and nothing is left to plan', async () => {
  enterFolder(files)
  await withEmulator(async () => {
    expect(await tripline(['apply', '--workspace', 'local', '--yes'])).toMatchObject({ code: 0 })
    await edit('alertRules', id, own => ({
      ...own,
      severity: 'Low',
      enabled: false,
      query: String(own.query).replace('| project', '| where isnotempty(UserPrincipalName)\n| project'),
    }))
    await edit('savedSearches', '5b0a4a0e-4a55-4f0a-9d7e-6f0f0a1f2b3c', own => ({ ...own, query: 'Syslog | take 5' }))
    await edit('savedSearches', 'FailedSignIns', own => ({
      ...own,
      query: 'SigninLogs\n| where UserId == user',
      functionParameters: 'user:string, most:long=5',
    }))
    await edit('savedSearches', 'Roles', own => ({
      ...own,
      query: 'AuditLogs',
      functionParameters: 'window:timespan=1d',
    }))
    await edit('tables', 'SigninLogs', () => ({ totalRetentionInDays: 365, retentionInDays: 90 }))
    await edit('automationRules', '1f8bd6c5-7a52-4c51-9f66-0d8f0c1f3a11', own => ({ ...own, order: 7 }))
    await client()
      .watchlistItems('Visitors')
      .put('82ba292c-dc97-4dfc-969d-d4dd9e666842', {
        properties: { itemsKeyValue: { Badge: '7003', Host: 'Cy' } },
      })
    // A change in a file that is not applied yet stays one.
    writeFileSync('detections/new.yaml', rule.replace('2f1bd6c5', '3f1bd6c5').replace('Sign-in', 'Log-on'))

    expect(await tripline(['drift', '--workspace', 'local', '--absorb', id.replace('2f', '4f')])).toMatchObject({
      code: 2,
      stdout: '',
    })
    const first = await tripline(['drift', '--workspace', 'local', '--absorb', id.toUpperCase(), '--format', 'json'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(first.stdout)).toEqual({
      workspace: 'local',
      absorbed: [
        {
          type: 'alertRules',
          id,
          name: 'Sign-in from a blocked address',
          files: ['detections/blocked.yaml', 'tripline.yaml'],
        },
      ],
    })
    expect(text('detections/blocked.yaml')).toBe(
      files['detections/blocked.yaml']
        .replace('High  # agreed', 'Low  # agreed')
        .replace('  | project', '  | where isnotempty(UserPrincipalName)\n  | project'),
    )
    const others = await tripline(['drift', '--workspace', 'local', '--absorb', 'all'])
    expect(others).toMatchObject({ code: 0, stderr: '' })
    expect(others.stdout.match(/absorbed/g)).toHaveLength(6)

    expect(text('detections/hunt.yaml')).toBe(hunting.replace('Syslog #', 'Syslog | take 5 #'))
    expect(text('functions/failed.yaml')).toBe(
      inYaml.replace('UserPrincipalName ==', 'UserId ==').replace('(user:string)', '(user:string, most:long=5)'),
    )
    expect(text('automation/close.yaml')).toBe(automation.replace('order: 5', 'order: 7'))
    expect(text('kql/roles.kql')).toBe('AuditLogs\n')
    expect(text('visitors.csv')).toBe('Badge,Host\n7002,Bo\n7001,Ann\n7003,Cy\n')
    expect(text('tripline.yaml')).toBe(
      `${config.replace('(window:timespan)', '(window:timespan=1d)').replace('730d', '365d')}disabled:\n  - ${id}\n`,
    )
    const plan = await tripline(['plan', '--workspace', 'local', '--format', 'json'])
    expect(JSON.parse(plan.stdout).summary).toMatchObject({ create: 1, update: 0, adopt: 0, conflict: 0 })
    expect(await tripline(['drift', '--workspace', 'local'])).toMatchObject({ code: 0 })
  })
})

test('what files cannot say is refused with its reason, and no file is changed', async () => {
  enterFolder(files)
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    await edit('alertRules', id, own => ({ ...own, query: String(own.query).replace('192.0.2.1', '192.0.2.2') }))
    await edit('savedSearches', 'Roles', own => ({ ...own, version: 1, query: 'AuditLogs' }))
    const { code, stdout } = await tripline(['drift', '--workspace', 'local', '--absorb', 'all'])
    expect(code).toBe(1)
    expect(stdout).toContain('not absorbed\n    files of the project cannot say what is stored in version\n')
    expect(stdout).toContain('not absorbed\n    its query has been changed where it gets a value from tripline.yaml')
    for (const [path, content] of Object.entries(files)) expect(text(path), path).toBe(content)
    // The rule would no longer bind.
    await edit('alertRules', id, own => ({
      ...own,
      query: 'SigninLogs | project TimeGenerated',
      entityMappings: own.entityMappings,
    }))
    const broken = await tripline(['drift', '--workspace', 'local', '--absorb', id])
    expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('not absorbed') })
    for (const [path, content] of Object.entries(files)) expect(text(path), path).toBe(content)
  })
})

test.each([
  [['--all'], '--absorb needs one workspace'],
  [['--workspace', 'local,local'], '--absorb needs one workspace'],
  [['--workspace', 'local', '--format', 'markdown'], 'no report in Markdown'],
])('%j is refused', async (options, said) => {
  enterFolder(files)
  await withEmulator(async () => {
    expect(await tripline(['drift', '--absorb', 'all', ...options])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(said),
    })
  })
})
