import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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
