import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, localAddress, localCredential } from '@tripline/azure'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

/** The rule of the sample with another id, name and query. */
const ruleOf = (number: number, name: string, query: string) =>
  rule
    .slice(0, rule.indexOf('query:'))
    .replace('2f1bd6c5', `2f1bd6c${number}`)
    .replace(/^name: .*$/m, `name: ${name}`)
    .concat(`query: |\n  ${query}\n`)

/** A project of which every part needs another one. */
const project = {
  'tripline.yaml': `watchlists:
  CorpNetworks: { file: networks.csv, searchKey: CIDR }
retention:
  workspace: 90d
  default: { interactive: 90d, total: 365d }
deploy: { project: acme/detections }
workspaces:
  local: {}
`,
  'networks.csv': 'CIDR,Site\n192.0.2.0/24,Berlin\n198.51.100.0/24,Oslo\n',
  'functions/outside.yaml': `name: OutsideSignins
parameters: "(since:datetime)"
body: |
  SigninLogs
  | where TimeGenerated > since
  | where not(ipv4_is_in_any_range(IPAddress, toscalar(_GetWatchlist('CorpNetworks') | summarize make_list(CIDR))))
`,
  'schemas/Door_CL.yaml': 'table: Door_CL\ncolumns: { TimeGenerated: datetime, Badge: long, Open: bool }\n',
  'detections/outside.yaml': ruleOf(1, 'Sign-in from outside', 'OutsideSignins(ago(1h)) | project IPAddress'),
  'detections/door.yaml': ruleOf(2, 'Door held open', 'Door_CL | where Open | project Badge'),
  'automation/close.yaml': `id: 73e01a99-5cd7-4139-a149-9f2736ff2ab5
name: Close incidents of the scanner
order: 10
triggeringLogic: { triggersOn: Incidents, triggersWhen: Created }
actions:
  - actionType: ModifyProperties
    actionConfiguration: { status: Closed, classification: BenignPositive }
`,
}

const at = ['--workspace', 'local'] as const
const json = [...at, '--format', 'json'] as const

interface Document {
  readonly steps: readonly { readonly action: string; readonly name: string }[]
  readonly drifted: readonly { readonly name: string; readonly changes: readonly { readonly path: string }[] }[]
}

async function said(...argv: readonly string[]): Promise<Document> {
  const { stdout, stderr, code } = await tripline(argv)
  expect([code === 0 || code === 1, stderr]).toEqual([true, ''])
  return JSON.parse(stdout)
}

const planned = async (...more: readonly string[]) =>
  (await said('plan', ...json, ...more)).steps
    .filter(({ action }) => action !== 'none')
    .map(({ action, name }) => `${action} ${name}`)

const apply = (...more: readonly string[]) => tripline(['apply', ...at, '--yes', ...more])

function workspaceHere() {
  const { url, ca } = JSON.parse(readFileSync('.tripline/emulator.json', 'utf8'))
  return connect(localAddress({ url, ca }), localCredential, handClock())
}

test('an empty workspace gets all that a detection needs, in the right order, and then has it', {
  timeout: 60_000,
}, async () => {
  enterFolder(project)
  await withEmulator(async () => {
    expect(await planned('--out', 'plan.json')).toEqual([
      'update local',
      'update SigninLogs',
      'create Door_CL',
      'create CorpNetworks',
      'create OutsideSignins',
      'create Door held open',
      'create Sign-in from outside',
      'create Close incidents of the scanner',
    ])
    expect(await tripline(['apply', 'plan.json'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/8 applied\n$/),
    })
    expect(await tripline(['apply', 'plan.json'])).toMatchObject({ code: 0, stdout: '8 unchanged\n' })
    expect(await planned()).toEqual([])
    expect((await said('drift', ...json)).drifted).toEqual([])

    // What someone does in the portal.
    const workspace = workspaceHere()
    const id = '73e01a99-5cd7-4139-a149-9f2736ff2ab5'
    const stored = await workspace.automationRules.get(id)
    if (!stored.ok) throw new Error(stored.error.message)
    const { displayName, triggeringLogic, actions } = stored.value.properties
    await workspace.automationRules.put(id, { properties: { displayName, triggeringLogic, actions, order: 1 } })
    const item = { properties: { itemsKeyValue: { CIDR: '0.0.0.0/0', Site: 'Everywhere' } } }
    await workspace.watchlistItems('CorpNetworks').put('82ba292c-dc97-4dfc-969d-d4dd9e666842', item)
    await workspace.workspace.patch('local', { properties: { retentionInDays: 30 } })
    await workspace.automationRules.put(id.replace('7', '8'), {
      properties: { displayName, triggeringLogic, actions, order: 2 },
    })

    expect(
      (await said('drift', ...json)).drifted.map(({ name, changes }) => [name, changes.map(({ path }) => path)]),
    ).toEqual([
      ['local', ['retentionInDays']],
      ['CorpNetworks', ['items']],
      ['Close incidents of the scanner', ['order']],
    ])
    expect(await planned()).toEqual([
      'update local',
      'conflict CorpNetworks',
      'conflict Close incidents of the scanner',
    ])
    expect(await apply('--overwrite', 'all')).toMatchObject({ code: 0 })

    // Two names are exchanged, and what the project loses goes; what it never had stays.
    writeFileSync(
      'detections/outside.yaml',
      project['detections/outside.yaml'].replace(/^name: .*$/m, 'name: Door held open'),
    )
    writeFileSync(
      'detections/door.yaml',
      project['detections/door.yaml'].replace(/^name: .*$/m, 'name: Sign-in from outside'),
    )
    rmSync('automation/close.yaml')
    expect(await apply('--prune')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/3 applied, 5 unchanged\n$/),
    })
    expect(await planned()).toEqual([])
    const left = await workspace.automationRules.list()
    expect(left.ok && left.value.map(one => one.id)).toEqual([id.replace('7', '8')])
  })
})
