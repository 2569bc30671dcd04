import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { connect, localAddress, localCredential } from '@tripline/azure'
import { readEndpoint, stateFolder } from '@tripline/emulator/endpoint'
import { handClock } from '@tripline/testkit'
import { expect, test } from 'vitest'
import type { Io } from '../src/process/io.ts'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const archive = `archive:
  keep: 2192d
  landing: { account: stlanding }
  vault: { account: stvault, container: tripline-archive }
  tables: { AzureDiagnostics: query, AZKVAuditLogs: export, SecurityEvent: export }
`

/** What the workspace counted in the 30 days before 2 March 2026, noon: megabytes. */
const usage = [
  ['SigninLogs', 1200, '2026-03-01T10:00:00Z'],
  ['SigninLogs', 300, '2026-02-02T10:00:00Z'],
  ['SigninLogs', 9000, '2026-01-15T10:00:00Z'],
  ['AzureDiagnostics', 500, '2026-03-01T10:00:00Z'],
  ['AuditLogs', 7000, '2026-03-01T10:00:00Z'],
]
  .map(([DataType, Quantity, TimeGenerated]) => `${JSON.stringify({ TimeGenerated, DataType, Quantity })}\n`)
  .join('')

const project = { ...sample, 'tripline.yaml': `${sample['tripline.yaml']}${archive}`, 'logs/Usage.jsonl': usage }

const plan = ['archive', 'plan', '--workspace', 'local']

test('an archive is planned, saved, applied, and then as it should be', async () => {
  enterFolder(project)
  await withEmulator(
    async () => {
      const first = await tripline([...plan, '--out', 'archive.json', '--detailed-exitcode'])
      expect(first.code, first.stderr).toBe(2)
      expect(first.stdout).toContain(
        `AZKVAuditLogs     export  am-azkvauditlogs, protected 30 d, appends allowed; supported by omission only; believed once its rows are counted
AzureDiagnostics  query   read by queries, day by day
SecurityEvent     export  am-securityevent, protected 30 d, appends allowed; supported in part: rows from internal services are filled by queries
SigninLogs        export  am-signinlogs, protected 30 d, appends allowed; was on the list of supported tables, no exception today
tripline-archive  vault   Archive, kept 2192 d, not final before it is locked
at least 1.5 GB a month exported, about 0.20 GB a month archived
`,
      )
      expect(first.stdout).toContain('+ create data export tripline-archive')
      expect(await tripline(['apply', 'archive.json'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('pass it to archive apply'),
      })
      await tripline(['plan', '--workspace', 'local', '--out', 'plan.json'])
      expect(await tripline(['archive', 'apply', 'plan.json'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('the plan is about another kind of resource, rule; pass it to apply'),
      })
      expect(await tripline(['archive', 'apply', 'archive.json'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^9 applied, 2 unchanged$/m),
      })
      const second = await tripline([...plan, '--format', 'json', '--detailed-exitcode'])
      expect(second.code).toBe(0)
      expect(JSON.parse(second.stdout)).toMatchObject({
        workspace: 'local',
        summary: { none: 11, create: 0 },
        tables: [
          { table: 'AZKVAuditLogs', route: 'export' },
          { table: 'AzureDiagnostics', route: 'query', confidence: 'read by queries, day by day' },
          { table: 'SecurityEvent', route: 'export' },
          { table: 'SigninLogs', route: 'export' },
        ],
        volume: { exported: 1.5, packed: 0.2 },
      })
      const markdown = await tripline([...plan, '--format', 'markdown'])
      expect(markdown.stdout).toMatch(/^### Archive\n[\s\S]*SigninLogs[\s\S]*\n### Plan\n/)
    },
    '--data',
    'logs',
  )
})

test('applying asks for approval unless --yes is passed, and does nothing else than the archive', async () => {
  enterFolder(project)
  await withEmulator(async () => {
    expect(await tripline(['archive', 'apply', '--workspace', 'local'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    const applied = await tripline(['archive', 'apply', '--workspace', 'local', '--yes', '--format', 'json'])
    expect(applied.code).toBe(0)
    const { steps } = JSON.parse(applied.stdout)
    expect(new Set(steps.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['storageAccounts', 'blobContainers', 'immutabilityPolicies', 'dataExports']),
    )
    expect((await tripline(['plan', '--workspace', 'local'])).stdout).toContain('1 to create')
    expect((await tripline(plan)).stdout).toContain('how much is exported and archived is not known')
  })
})

test('what is missing is said, and where', async () => {
  enterFolder(project)
  expect(await tripline(plan)).toMatchObject({ code: 2, stderr: expect.stringContaining('no emulator is running') })
  expect(await tripline(['archive', 'plan', '--workspace', 'prod'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/tripline\.yaml:3:3 [\s\S]*the workspace prod has no storage, so it is not archived/),
  })
  writeFileSync('tripline.yaml', sample['tripline.yaml']!)
  expect(await tripline(plan)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('tripline.yaml describes no archive'),
  })
})

test('a table that the workspace lacks is a conflict, which is a finding', async () => {
  enterFolder({
    ...project,
    'tripline.yaml': `${project['tripline.yaml'].trimEnd()}\n`.replace('SecurityEvent', 'Nowhere'),
  })
  await withEmulator(async () => {
    const { code, stdout } = await tripline(plan)
    expect(code).toBe(1)
    expect(stdout).toContain('Nowhere           export  am-nowhere')
    expect(stdout).toContain('! conflict data export tripline-archive\n    the workspace has no table Nowhere')
  })
})

/** A project without rules: nothing has to be archived, unless it exports a table. */
const config = (keep: number, tables = '{}') => `workspaces: { local: {} }
archive:
  keep: ${keep}d
  landing: { account: stlanding }
  vault: { account: stvault, container: vault }
  tables: ${tables}
`

const configure = (keep: number, tables?: string) => writeFileSync('tripline.yaml', config(keep, tables))

const lock = ['archive', 'lock', '--workspace', 'local']
const sure = '--yes-this-cannot-be-undone'
const apply = () => tripline(['archive', 'apply', '--workspace', 'local', '--yes'])

const client = () => connect(localAddress(readEndpoint(stateFolder('.'))!), localCredential, handClock())

/** Standard input of somebody at a terminal who types that. */
const typing = (line: string) => ({
  keys: Object.assign(Readable.from([`${line}\n`]), { isTTY: true }) as unknown as Io['stdin'],
})

async function stateOf(container: string) {
  const policy = await client().immutabilityPolicies.get(container)
  return policy.ok ? policy.value.properties.state : policy.error.code
}

test('a vault is locked by its name, then extended five times and no more', async () => {
  enterFolder({ 'tripline.yaml': config(2192) })
  await withEmulator(async () => {
    expect(await tripline([...lock, '--container', 'vault', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('stvault/vault cannot be locked: it has no immutability policy'),
    })
    await apply()
    expect(await tripline(lock)).toMatchObject({ code: 2, stderr: expect.stringContaining('no terminal') })
    expect(await tripline([...lock, sure])).toMatchObject({ code: 2, stderr: expect.stringContaining('--container') })
    expect(await tripline([...lock, '--container', 'other', sure])).toMatchObject({ code: 2 })
    const declined = await tripline(lock, typing('yes'))
    expect(declined).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was locked.') })
    expect(declined.stderr).toContain(
      `Locking the policy of stvault/vault for 2192 days cannot be undone.
No blob in it can be deleted or changed before 2192 days have passed, by nobody.
The policy can never be removed or made shorter, only extended, 5 times.
`,
    )
    expect(await stateOf('stvault/vault')).toBe('Unlocked')
    expect(await tripline(lock, typing('vault'))).toMatchObject({
      code: 0,
      stdout: 'stvault/vault: locked, 2192 days; 5 extensions left\n',
    })
    expect(await stateOf('stvault/vault')).toBe('Locked')
    const again = await tripline([...lock, '--container', 'vault', sure])
    expect(again.stdout).toBe('stvault/vault: already locked, 2192 days; 5 extensions left\n')
    // What is longer than the file says stays.
    configure(400)
    expect(await tripline(lock)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('already locked, 2192 days'),
    })

    configure(2193)
    const extended = await tripline([...lock, '--container', 'vault', sure, '--format', 'json'])
    expect(JSON.parse(extended.stdout)).toEqual({
      workspace: 'local',
      container: 'stvault/vault',
      action: 'extend',
      days: 2193,
      extensionsLeft: 4,
    })
    for (const days of [2194, 2195, 2196, 2197]) await client().immutabilityPolicies.extend('stvault/vault', '*', days)
    configure(3000)
    expect(await tripline([...lock, '--container', 'vault', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('was extended 5 times, which is all the service allows'),
    })
  })
})

test('nothing is locked that is not right: days, steps that are left, a vault in which something is missing', async () => {
  enterFolder({ 'tripline.yaml': config(2192) })
  await withEmulator(async () => {
    await apply()
    configure(2557)
    expect(await tripline([...lock, '--container', 'vault', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('its policy protects 2192 days instead of 2557; run tripline archive apply'),
    })
    configure(2192, '{ SigninLogs: export }')
    expect(await tripline([...lock, '--container', 'vault', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('tripline-archive: archive apply has to make it first'),
    })
    await apply()
    expect(await tripline([...lock, '--container', 'vault', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing of SigninLogs is archived'),
    })
    expect(await stateOf('stvault/vault')).toBe('Unlocked')
  })
})

test('a landing container is locked only if the data export can go on appending', async () => {
  enterFolder({ 'tripline.yaml': config(2192, '{ SigninLogs: export }') })
  await withEmulator(async () => {
    const landing = 'stlanding/am-signinlogs'
    await apply()
    const policies = client().immutabilityPolicies
    const stored = await policies.get(landing)
    if (!stored.ok) throw new Error(stored.error.message)
    const days = { immutabilityPeriodSinceCreationInDays: 30 }
    await policies.put(landing, { etag: stored.value.etag!, properties: days })
    expect(await tripline([...lock, '--container', 'am-signinlogs', sure])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('its policy does not allow appends: the data export would be cut off'),
    })
    expect(await stateOf(landing)).toBe('Unlocked')
    await apply()
    expect(await tripline([...lock, '--container', 'am-signinlogs', sure])).toMatchObject({
      code: 0,
      stdout: `${landing}: locked, 30 days; 5 extensions left\n`,
    })
  })
})

/**
 * The tables that the rules of this repository read, and one of every other kind. What is said of each: Microsoft's article on data export rules of 16 February
 * 2026, its list of exceptions, and its list of supported tables of 2023.
 */
const ways = [
  ['AADNonInteractiveUserSignInLogs', 'export', 'was on the list of supported tables, no exception today', ''],
  ['AppTraces', 'diagnostics', 'delivered by the diagnostic settings of its source; not packed, not verified', ''],
  ['AuditLogs', 'export', 'was on the list of supported tables, no exception today', ''],
  ['AZKVAuditLogs', 'export', 'supported by omission only; believed once its rows are counted', ''],
  ['AzureDiagnostics', 'query', 'read by queries, day by day', 'filled'],
  ['OfficeActivity', 'export', 'was on the list of supported tables, no exception today', ''],
  ['Perf', 'none', 'not archived', ''],
  // A data export takes it, and nothing of it arrives.
  ['ProtectionStatus', 'export', 'data export does not support it; every row is filled by queries', 'filled'],
  ['SecurityEvent', 'export', 'supported in part: rows from internal services are filled by queries', 'filled'],
  ['SigninLogs', 'export', 'was on the list of supported tables, no exception today', 'complete'],
  ['StorageBlobLogs', 'export', 'supported by omission only; believed once its rows are counted', 'complete'],
] as const

test('each kind of table gets into the vault in its way, whatever its export leaves out, and the vault is locked', async () => {
  const row = (TimeGenerated: string) => `${JSON.stringify({ TimeGenerated })}\n`
  // One table of each kind is enough.
  const followed = ways.filter(([, , , verdict]) => verdict !== '')
  const tablesIn = (some: readonly (typeof ways)[number][]) =>
    `{ ${some.map(([table, route]) => `${table}: ${route}`).join(', ')} }`
  const logs = followed.map(([table]) => [`logs/${table}.jsonl`, row('2026-02-26T10:00:00Z')])
  enterFolder({ 'tripline.yaml': config(2192, tablesIn(ways)), ...Object.fromEntries(logs) })
  const run = ['archive', 'run', '--workspace', 'local', '--format', 'json']
  await withEmulator(
    async () => {
      const planned = JSON.parse((await tripline([...plan, '--format', 'json'])).stdout)
      expect(planned.tables).toEqual(ways.map(([table, route, confidence]) => ({ table, route, confidence })))
      configure(2192, tablesIn(followed))
      expect((await apply()).code).toBe(0)
      // What is exported up to now is delivered; nothing is due yet.
      expect(JSON.parse((await tripline([...run, '--until', '2026-02-25'])).stdout)).toMatchObject({
        closed: [],
        problems: [],
      })
    },
    '--data',
    'logs',
  )
  // A row that the export has missed.
  writeFileSync('logs/SecurityEvent.jsonl', row('2026-02-26T10:00:00Z') + row('2026-02-26T11:00:00Z'))
  await withEmulator(
    async () => {
      const { closed, problems } = JSON.parse((await tripline(run)).stdout)
      expect(problems).toEqual([])
      expect(closed.map(({ table, verdict }: Record<string, string>) => [table, verdict]).sort()).toEqual(
        followed.map(([table, , , verdict]) => [table, verdict]),
      )
      const locked = await tripline([...lock, '--container', 'vault', sure])
      expect(locked).toMatchObject({ code: 0, stdout: expect.stringContaining('stvault/vault: locked') })
      expect(await tripline(['archive', 'verify', '--workspace', 'local'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/\nas recorded\n$/),
      })
    },
    '--data',
    'logs',
  )
})
