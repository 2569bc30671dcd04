import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { rule, sample } from './sample.ts'
import { withEmulator } from './with-emulator.ts'

const archive = `archive:
  keep: 2192d
  landing: { account: stlanding }
  vault: { account: stvault, container: tripline-archive }
retention: { default: { interactive: 90d, total: 2556d } }
`

const cited = rule.replace(
  'entityMappings:',
  'metadata: { tripline: { hipaa: [164.312(b), 164.308(a)(5)(ii)(C)] } }\nentityMappings:',
)

/** What Sentinel records of a rule that ran four times and failed once, and of an edit in the portal. */
const id = '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11'
const record = {
  SentinelResourceId: `/subscriptions/s/providers/Microsoft.SecurityInsights/alertRules/${id}`,
  SentinelResourceName: 'Sign-in from a blocked address',
  SentinelResourceType: 'Analytics Rule',
}
const lines = (rows: readonly object[]) => rows.map(row => `${JSON.stringify({ ...record, ...row })}\n`).join('')
const recorded = {
  'logs/SentinelHealth.jsonl': lines(
    [
      ['2026-02-01T10:00:00Z', 'Success'],
      ['2026-02-01T11:00:00Z', 'Failure'],
      ['2026-02-01T14:30:00Z', 'Success'],
      ['2026-02-01T15:30:00Z', 'Success'],
      ['2025-12-31T23:59:00Z', 'Success'],
    ].map(([TimeGenerated, Status]) => ({ TimeGenerated, Status, OperationName: 'Scheduled analytics rule run' })),
  ),
  'logs/SentinelAudit.jsonl': lines([
    {
      TimeGenerated: '2026-03-01T23:30:00Z',
      OperationName: 'Microsoft.SecurityInsights/alertRules/Write',
      Status: 'Success',
      ExtendedProperties: { CallerName: 'ada@contoso.example' },
    },
  ]),
}

const project = {
  ...recorded,
  ...sample,
  'tripline.yaml': `${sample['tripline.yaml']}${archive}`,
  'detections/blocked.yaml': cited,
}

/** What must not get into a file. */
const canary = 'CANARY0123456789abcdef'

const collect = (...more: readonly string[]) =>
  tripline(
    ['evidence', '--workspace', 'local', '--from', '2026-01-01', '--to', '2026-03-01', '--out', 'out', ...more],
    { env: { AZURE_CLIENT_SECRET: canary, AZURE_STORAGE_SAS_TOKEN: `sig=${canary}` } },
  )

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@contoso.example', ...args])
    .toString()
    .trim()

const read = (path: string): string => readFileSync(join('out', path), 'utf8')

/** The rows of a file of the bundle by the names of their columns; no cell of these has a comma. */
function rowsIn(path: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...rows] = read(path)
    .trimEnd()
    .split('\r\n')
    .map(line => line.split(','))
  return rows.map(row => Object.fromEntries(header!.map((name, index) => [name, row[index]!])))
}

const pathsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

test('a bundle says what is in force, from which commit, and how long rows are kept', async () => {
  enterFolder(project)
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
  const commit = git('rev-parse', 'HEAD')
  await withEmulator(
    async () => {
      await tripline(['apply', '--workspace', 'local', '--yes'])
      await tripline(['archive', 'apply', '--workspace', 'local', '--yes'])
      const { code, stdout, stderr } = await collect()
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/^out: local, 2026-01-01 to 2026-03-01, \d+ files\n/)
      expect(rowsIn('rules.csv')).toEqual([
        {
          type: 'alertRules',
          id: '2f1bd6c5-7a52-4c51-9f66-0d8f0c1f3a11',
          name: 'Sign-in from a blocked address',
          file: 'detections/blocked.yaml',
          commit,
          state: 'committed',
          wanted: expect.stringMatching(/^[0-9a-f]{64}$/),
          live: expect.stringMatching(/^[0-9a-f]{64}$/),
          equal: 'true',
          enabled: 'true',
          cites: '164.312(b) 164.308(a)(5)(ii)(C)',
        },
      ])
      const [row] = rowsIn('rules.csv')
      expect(row!.live).toBe(row!.wanted)
      expect(rowsIn('retention.csv')).toEqual([
        {
          table: 'SigninLogs',
          plan: 'Analytics',
          interactiveDays: '90',
          totalDays: '2556',
          inherited: 'false',
          wantedInteractiveDays: '90',
          wantedTotalDays: '2556',
          equal: 'true',
          readByRules: 'true',
          archive: 'export',
        },
      ])
      const [tables] = JSON.parse(read('as-read/tables.json'))
      expect(tables).toMatchObject({
        request: expect.stringMatching(/^GET .*\/tables$/),
        status: 200,
        at: '2026-03-02T12:00:00.000Z',
      })
      expect(tables.requestId).toMatch(/^[\w-]+$/)
      expect(tables.body.value).toContainEqual(
        expect.objectContaining({
          name: 'SigninLogs',
          properties: expect.objectContaining({ totalRetentionInDays: 2556 }),
        }),
      )
      expect(JSON.parse(read('as-read/immutabilityPolicies.json'))[0].body.properties.state).toBe('Unlocked')
      expect(read('controls.csv')).toContain('45 CFR 164.308(a)(5)(ii)(C),,,1 of 1 rules that cite it are in force')
      expect(JSON.parse(read('gaps.json'))).toEqual([])
      expect(rowsIn('runs.csv')).toEqual([
        {
          id,
          name: 'Sign-in from a blocked address',
          runs: '4',
          notSuccessful: '1',
          first: '2026-02-01T10:00:00.0000000Z',
          last: '2026-02-01T15:30:00.0000000Z',
          longestPauseMinutes: '210',
        },
      ])
      expect(rowsIn('changes.csv')).toMatchObject([
        { at: '2026-03-01T23:30:00.0000000Z', source: 'workspace', id, by: 'ada@contoso.example', inJournal: 'false' },
      ])
      expect(rowsIn('tests/cases.csv')).toEqual([
        { rule: 'detections/blocked.yaml', case: 'the blocked address fires', must: 'fire', status: 'passed' },
        { rule: 'detections/blocked.yaml', case: 'an hour later it stays quiet', must: 'stay quiet', status: 'passed' },
      ])
      expect(read('tests/junit.xml')).toMatch(/<testsuites name="tripline" tests="2" failures="0" errors="0"/)
      const verified = JSON.parse(read('archive/verification.json'))
      expect(verified).toMatchObject({
        vault: 'stvault/tripline-archive',
        from: '2026-01-01',
        // A day settles three days after it has ended.
        to: '2026-02-26',
        seed: '2026-03-02T12:00:00.000Z',
      })
      expect(verified.findings.map(({ id }: { id: string }) => id)).toEqual([
        'archive-policy-unlocked',
        'archive-table-missing',
      ])

      const sums = read('SHA256SUMS')
        .trimEnd()
        .split('\n')
        .map(line => line.split('  '))
      expect(sums.map(([, path]) => path).sort()).toEqual(pathsIn('out').filter(path => path !== 'SHA256SUMS'))
      for (const [sum, path] of sums)
        expect(sum).toBe(
          createHash('sha256')
            .update(readFileSync(join('out', path!)))
            .digest('hex'),
        )
    },
    '--data',
    'logs',
  )
})

test('what differs, is not in the project or cannot be read is said', async () => {
  enterFolder({ ...sample, 'tripline.yaml': 'workspaces: { local: {} }\n' })
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    writeFileSync('detections/blocked.yaml', rule.replace('severity: High', 'severity: Low'))
    expect((await collect()).code).toBe(0)
    expect(rowsIn('rules.csv')).toMatchObject([{ equal: 'false', commit: '', state: '' }])
    expect(JSON.parse(read('gaps.json'))).toEqual([
      { what: 'archive', reason: 'tripline.yaml describes no archive', isFailure: false },
      ...['_SentinelHealth()', '_SentinelAudit()'].map(what => ({
        what,
        reason: 'it has no rows about analytics rules in the period; health monitoring may be off',
        isFailure: false,
      })),
      { what: 'commits', reason: 'the project is not in a Git repository', isFailure: false },
    ])
  })
})

test('the folder is new, the days have begun, and what is wrong is said before anything is read', async () => {
  enterFolder(sample)
  expect(await collect()).toMatchObject({ code: 2, stderr: expect.stringContaining('no emulator is running') })
  const days = (from: string, to: string) =>
    tripline(['evidence', '--workspace', 'local', '--from', from, '--to', to, '--out', 'out'])
  expect(await days('2026-03-01', '2026-02-01')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--from is later'),
  })
  expect(await days('2026-03-01', '2026-03-03')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('2026-03-02 or earlier'),
  })
  expect(await days('yesterday', '2026-03-01')).toMatchObject({ code: 2, stderr: expect.stringContaining('--from') })
  await withEmulator(async () => {
    mkdirSync('out')
    writeFileSync('out/mine', '')
    expect(await collect()).toMatchObject({ code: 2, stderr: expect.stringContaining('a folder that is not empty') })
    expect(readdirSync('out')).toEqual(['mine'])
    expect(readdirSync('.').filter(name => name.endsWith('.new'))).toEqual([])
    expect(existsSync('out/manifest.json')).toBe(false)
  })
})

test('a bundle is signed, and verified by the public key', async () => {
  // A shared access signature in a rule that is deployed comes back in the answers of the service.
  const leaky = rule.replace('an address that is blocked.', `an address of https://st.example/c?sv=2024&sig=${canary}`)
  enterFolder({
    ...sample,
    'tripline.yaml': 'workspaces: { local: {} }\n',
    'detections/blocked.yaml': leaky,
  })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync('public.pem', publicKey.export({ type: 'spki', format: 'pem' }))
  const verify = (...more: readonly string[]) => tripline(['evidence', 'verify', 'out', ...more])
  expect(await verify()).toMatchObject({ code: 2, stderr: expect.stringContaining('out') })
  expect(await collect('--sign', 'public.pem')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('an Ed25519 private key in PEM'),
  })
  await withEmulator(async () => {
    await tripline(['apply', '--workspace', 'local', '--yes'])
    expect((await collect('--sign', 'key.pem')).code).toBe(0)
    expect(read('as-read/alertRules.json')).toContain('sig=[redacted]')
  })
  expect(await verify('--key', 'public.pem')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^out: local, 2026-01-01 to 2026-03-01, \d+ files\nas recorded, and signed by the key\n$/,
    ),
    stderr: '',
  })
  expect(await verify()).toMatchObject({ code: 0, stderr: expect.stringContaining('manifest.sig was not checked') })
  const line = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().split('\n')[1]!
  for (const path of pathsIn('out')) {
    expect(read(path)).not.toContain(line)
    expect(read(path)).not.toContain('CANARY')
  }
  mkdirSync('out/more')
  writeFileSync('out/more/file', '')
  writeFileSync('out/rules.csv', '')
  const { code, stdout } = await verify('--key', 'public.pem', '--format', 'json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    workspace: 'local',
    isSigned: true,
    findings: [
      { id: 'evidence-file-changed', message: expect.stringContaining('rules.csv') },
      { id: 'evidence-file-extra', message: expect.stringContaining('more/file') },
    ],
  })
})
