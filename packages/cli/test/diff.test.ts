import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { sample } from './sample.ts'

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@contoso.example', ...args], { stdio: 'ignore' })

const files: Readonly<Record<string, string>> = {
  ...sample,
  'tripline.yaml': 'watchlists:\n  Blocked: { file: lists/blocked.csv, searchKey: Address }\nfunctions: [functions]\n',
  'functions/signins.yaml': 'name: SignIns\nbody: SigninLogs | where isnotempty(IPAddress)\n',
  'lists/blocked.csv': 'Address\n203.0.113.9\n',
  'detections/blocked.yaml': sample['detections/blocked.yaml']!.replace(
    / {2}let address[\s\S]*?\n(?= {2}\| project)/,
    '  SignIns\n  | where IPAddress in ((_GetWatchlist("Blocked") | project SearchKey))\n',
  ).concat('alertDetailsOverride: { alertDisplayNameFormat: "Sign-in of {{UserPrincipalName}}" }\n'),
}

/** A project whose state is committed. */
function enterProject(folder = '.'): void {
  enterFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text])))
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'a')
}

const edit = (path: string, before: string | RegExp, after: string) =>
  writeFileSync(path, readFileSync(path, 'utf8').replace(before, after))

/** Each alert that came or went, with its run, and what it was raised over. */
async function changes(...args: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await tripline(['diff', '--base', 'HEAD', '--format', 'json', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { rules } = JSON.parse(stdout)
  return rules.flatMap(
    ({ alerts }: { alerts: readonly { change: string; source: string; alert: { at: string; title: string } }[] }) =>
      alerts.map(({ change, source, alert }) => `${change} ${source}: ${alert.at.slice(11, 16)} ${alert.title}`),
  )
}

const ann = 'Sign-in of ann@contoso.example'
const bob = 'Sign-in of bob@contoso.example'
const fires = 'the blocked address fires'

test('a project that has not changed raises the same alerts', async () => {
  enterProject()
  expect(await changes()).toEqual([])
  expect(await tripline(['diff', '--base', 'HEAD'])).toMatchObject({
    code: 0,
    stdout: 'the rules raise the same alerts as in HEAD\n',
  })
})

// Bob's sign-in, at 09:40, lies within an hour of 10:35 as well; Ann's, at 09:30, does not.
test.each<[string, () => void, readonly string[]]>([
  [
    'a rule',
    () => edit('detections/blocked.yaml', 'where IPAddress in', 'where IPAddress !in'),
    [
      `removed ${fires}: 10:00 ${ann}`,
      `added ${fires}: 10:00 ${bob}`,
      `added an hour later it stays quiet: 10:35 ${bob}`,
    ],
  ],
  [
    'a watchlist',
    () => edit('lists/blocked.csv', '203.0.113.9', '198.51.100.7'),
    [
      `removed ${fires}: 10:00 ${ann}`,
      `added ${fires}: 10:00 ${bob}`,
      `added an hour later it stays quiet: 10:35 ${bob}`,
    ],
  ],
  ['a function', () => edit('functions/signins.yaml', 'isnotempty', 'isempty'), [`removed ${fires}: 10:00 ${ann}`]],
  [
    'the title',
    () => edit('detections/blocked.yaml', 'Sign-in of {{', 'Logon of {{'),
    [`removed ${fires}: 10:00 ${ann}`, `added ${fires}: 10:00 Logon of ann@contoso.example`],
  ],
  // Both versions see the logs of now.
  ['a log', () => edit('logs/SigninLogs.jsonl', '203.0.113.9', '203.0.113.8'), []],
])('shows what a change of %s adds and removes', async (_, change, expected) => {
  enterProject()
  change()
  expect([...(await changes())].sort()).toEqual([...expected].sort())
})

test('a rule that has not changed in a world that has not is not run', async () => {
  enterProject()
  edit('detections/blocked.test.yaml', 'an hour later', 'later')
  edit('logs/SigninLogs.jsonl', /$/, 'no JSON')
  expect(await changes()).toEqual([])
})

test('an exchange of alerts is shown as a list, in Markdown too', async () => {
  enterProject()
  edit('detections/blocked.yaml', 'where IPAddress in', 'where IPAddress !in')
  const shown = `detections/blocked.yaml
  the blocked address fires
    - 2026-03-02T10:00:00Z High ${ann} (IP 203.0.113.9)
    + 2026-03-02T10:00:00Z High ${bob} (IP 198.51.100.7)`
  const { stdout } = await tripline(['diff', '--base', 'HEAD'])
  expect(stdout).toContain(shown)
  expect(stdout).toContain('2 alerts added and 1 removed since HEAD, in 1 rule')
  const markdown = (await tripline(['diff', '--base', 'HEAD', '--format', 'markdown'])).stdout
  expect(markdown).toContain('| added | removed |\n|---:|---:|\n| 2 | 1 |\n')
  expect(markdown).toContain(shown)
})

test('a rule that is new, or gone, raised or raises none', async () => {
  enterProject()
  writeFileSync('detections/new.yaml', files['detections/blocked.yaml']!.replace('3a11', '3a12'))
  writeFileSync('detections/new.test.yaml', files['detections/blocked.test.yaml']!.replace('blocked.yaml', 'new.yaml'))
  expect(await changes()).toEqual([`added ${fires}: 10:00 ${ann}`])
  git('add', '.')
  git('commit', '-qm', 'b')
  rmSync('detections/new.yaml')
  expect(await changes('--data', 'logs')).toEqual([`removed logs: 10:00 ${ann}`])
})

test('a rule in another file is the same rule', async () => {
  enterProject()
  renameSync('detections/blocked.yaml', 'detections/moved.yaml')
  edit('detections/blocked.test.yaml', 'blocked.yaml', 'moved.yaml')
  expect(await changes('--data', 'logs')).toEqual([])
  edit('detections/moved.yaml', 'where IPAddress in', 'where IPAddress !in')
  expect(await changes()).toContain(`removed ${fires}: 10:00 ${ann}`)
})

test('recorded logs are run over on the schedule, from the first row to the last', async () => {
  enterProject()
  edit('detections/blocked.yaml', 'queryFrequency: 1h', 'queryFrequency: 15m')
  // Rows at 09:30 and 09:40. Every hour: a run at 10:00. Every 15 minutes: 09:45, the first after each of the two rows.
  expect([...(await changes('--data', 'logs'))].sort()).toEqual([
    `added logs: 09:45 ${ann}`,
    `removed logs: 10:00 ${ann}`,
  ])
})

test('a project may be a folder of the repository', async () => {
  enterProject('soc')
  edit('soc/lists/blocked.csv', '203.0.113.9', '192.0.2.1')
  expect(await changes('--project', 'soc')).toEqual([`removed ${fires}: 10:00 ${ann}`])
})

test('links of the revision are not followed', async () => {
  enterProject()
  symlinkSync('/etc', 'detections/etc')
  symlinkSync('/etc/passwd', 'detections/linked.yaml')
  git('add', '.')
  git('commit', '-qm', 'b')
  rmSync('detections/linked.yaml')
  expect(await changes()).toEqual([])
})

test.each([
  ['a revision that does not exist', 'nowhere', /unknown Git revision nowhere/],
  ['an option as a revision', '--output=x', /./],
])('refuses %s', async (_, base, message) => {
  enterProject()
  const { code, stderr } = await tripline(['diff', `--base=${base}`])
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})

test('says that a revision has no project, or one that cannot be read', async () => {
  enterProject()
  edit('tripline.yaml', /$/, 'nothing: such\n')
  git('commit', '-qam', 'b')
  writeFileSync('tripline.yaml', files['tripline.yaml']!)
  const { code, stderr } = await tripline(['diff', '--base', 'HEAD'])
  expect(code).toBe(2)
  expect(stderr).toMatch(/the project of HEAD cannot be read: /)
  expect(stderr).not.toMatch(/tripline-/)
  git('rm', '-q', '--cached', 'tripline.yaml')
  git('commit', '-qm', 'c')
  expect((await tripline(['diff', '--base', 'HEAD'])).stderr).toContain('HEAD has no tripline.yaml here')
})
