import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const archive = `archive:
  keep: 2192d
  settle: 12h
  landing: { account: stlanding }
  vault: { account: stvault, container: tripline-archive }
  tables: { AzureDiagnostics: query }
`

const rows = ['2026-02-28T10:00:00Z', '2026-03-01T09:00:00Z', '2026-03-01T23:59:00Z']
const lines = rows.map(TimeGenerated => `${JSON.stringify({ TimeGenerated })}\n`)

const project = {
  ...sample,
  'tripline.yaml': `${sample['tripline.yaml']}${archive}`,
  'logs/SigninLogs.jsonl': lines.join(''),
  'logs/AzureDiagnostics.jsonl': lines[1]!,
}

const local = ['--workspace', 'local']
const [run, verify] = [
  ['archive', 'run', ...local],
  ['archive', 'verify', ...local],
]

test('days are archived once, and verified', async () => {
  enterFolder(project)
  await withEmulator(
    async () => {
      expect(await tripline([...run, '--until', '2026-03-02'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('a day that ended 12 hours ago: 2026-03-01 or earlier'),
      })
      expect(await tripline(run)).toMatchObject({ code: 2, stderr: expect.stringContaining('ContainerNotFound') })
      expect((await tripline(['archive', 'apply', ...local, '--yes'])).code).toBe(0)
      const first = await tripline(run)
      expect(first).toMatchObject({ code: 0, stderr: '' })
      const text = first.stdout.replaceAll(/[\d.]+ K?B/g, 'N B')
      expect(text).toBe(
        `2026-03-01 AzureDiagnostics  0 files, 0 rows; workspace 1 (-1); filled; filled by query, part-0001.jsonl.gz N B, 1 row
2026-02-28 SigninLogs  1 file, 1 row; workspace 1; complete; part-0001.jsonl.gz N B, 1 row
2026-03-01 SigninLogs  2 files, 2 rows; workspace 2; complete; part-0001.jsonl.gz N B, 2 rows
3 days closed, N B archived
`,
      )
      const again = await tripline([...run, '--format', 'json'])
      expect(JSON.parse(again.stdout)).toEqual({ workspace: 'local', closed: [], problems: [] })

      const verified = await tripline(verify)
      expect(verified.code).toBe(1)
      expect(verified.stderr).toContain('the immutability policy of stvault/tripline-archive is not locked')
      expect(verified.stdout.replaceAll(/[\d.]+ K?B/g, 'N B')).toBe(
        `stvault/tripline-archive
AzureDiagnostics  1 day, 1 manifest, 1 part, 1 row, N B
SigninLogs        2 days, 2 manifests, 2 parts, 3 rows, N B
1 problem
`,
      )
      const deep = await tripline([...verify, '--deep', '2026-03-01', '--sample', '2', '--format', 'json'])
      expect(deep.code).toBe(1)
      expect(JSON.parse(deep.stdout)).toMatchObject({
        vault: 'stvault/tripline-archive',
        tables: [
          { table: 'AzureDiagnostics', rows: 1 },
          { table: 'SigninLogs', rows: 3 },
        ],
        sample: [{ isRead: false }, { isRead: false }],
        findings: [
          { id: 'archive-policy-unlocked' },
          { id: 'archive-part-archived', fix: expect.stringContaining('az storage blob set-tier') },
          { id: 'archive-part-archived' },
        ],
      })
    },
    '--data',
    'logs',
  )
})

test.each([
  [[...run, '--until', '2026-02-30'], 'a day such as 2026-03-01'],
  [[...verify, '--from', 'today'], 'a day such as 2026-03-01'],
  [[...verify, '--from', '2026-03-01', '--to', '2026-02-01'], '--from is later than --to'],
  [[...verify, '--sample', '0'], 'a whole number from 1 to 1000'],
])('%j is refused', async (argv, said) => {
  enterFolder(project)
  expect(await tripline(argv)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) })
})
