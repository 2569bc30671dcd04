import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import { log, rule, sample } from './sample.ts'

const imported = JSON.stringify({
  name: '0e7f3a52-6d1c-4a3e-9d0b-5b1f2c7a9e11',
  kind: 'NRT',
  properties: { displayName: 'Failed sign-ins', enabled: true, severity: 'Low', query: 'SigninLogs' },
})

/** A project in `repo`, where the command runs, and beside it in `outside` whatever a link could lead to. */
function beside(): void {
  const inRepo = Object.entries(sample).map(([path, text]) => [`repo/${path}`, text])
  const outside = { 'rule.yaml': rule, 'rule.json': imported, 'query.kql': 'print 1', 'logs/SigninLogs.jsonl': log }
  const project = Object.entries(sample).map(([path, text]) => [`outside/project/${path}`, text])
  const others = Object.entries(outside).map(([path, text]) => [`outside/${path}`, text])
  const root = enterFolder(Object.fromEntries([...inRepo, ...project, ...others]))
  process.chdir(join(root, 'repo'))
}

const at = ['--at', '2026-03-02T10:00:00Z']

describe('a path that the user names', () => {
  const verbs: readonly (readonly [target: string, argv: readonly string[]])[] = [
    ['rule.yaml', ['check', 'link.yaml']],
    ['project/detections', ['check', 'link']],
    ['project', ['check', '--project', 'link']],
    ['project', ['check', 'link/detections/blocked.yaml']],
    ['rule.yaml', ['check', '--baseline', 'link']],
    ['rule.yaml', ['check', '--baseline', 'link', '--write-baseline']],
    ['rule.yaml', ['fmt', 'link.yaml', '--write']],
    ['rule.json', ['import', 'link']],
    ['logs', ['import', '../outside/rule.json', '--out', 'link']],
    ['logs', ['compile', '--out', 'link']],
    ['project/detections', ['test', 'link']],
    ['rule.yaml', ['test', '--reporter', 'junit=link']],
    ['logs', ['test', '--reporter', 'junit=link/report.xml']],
    ['rule.yaml', ['run', 'link', '--data', 'logs', ...at]],
    ['logs', ['run', 'detections/blocked.yaml', '--data', 'link', ...at]],
    ['logs', ['query', 'SigninLogs', '--data', 'link']],
    ['query.kql', ['query', '-f', 'link']],
    ['logs', ['query', '--batch', '--root', 'link']],
    ['logs', ['emulator', '--data', 'link']],
    ['rule.yaml', ['apply', 'link']],
    ['logs', ['init', 'link']],
    ['logs', ['new', 'link/new.yaml']],
  ]
  const cases = verbs.map(([target, argv]) => [argv.join(' '), target, argv] as const)

  test.each(cases)('tripline %s: a link that leads out of its folder is refused', async (_, target, argv) => {
    beside()
    const name = argv.join(' ').includes('link.yaml') ? 'link.yaml' : 'link'
    symlinkSync(`../outside/${target}`, name)
    const before = statSync(join('..', 'outside', target)).mtimeMs
    const { code, stderr, stdout } = await tripline(argv, { interrupted: async () => {} })
    expect(code).toBe(2)
    expect(`${stderr}${stdout}`).toMatch(
      new RegExp(`${name} is a link to outside \\S+/repo, the folder it is in|it is a link, and Tripline`),
    )
    expect(statSync(join('..', 'outside', target)).mtimeMs).toBe(before)
  })

  test.each(cases)('tripline %s: what it leads to may be named', async (_, target, argv) => {
    beside()
    const ended = await tripline(
      argv.map(word => word.replace(/link(\.yaml)?/, `../outside/${target}`)),
      { interrupted: async () => {} },
    )
    expect(`${ended.stderr}${ended.stdout}`).not.toMatch(/it is outside|is a link/)
  })
})

describe('--data', () => {
  test('follows no link out of its folder, and others', async () => {
    beside()
    symlinkSync('../../outside/logs/SigninLogs.jsonl', 'logs/AuditLogs.jsonl')
    renameSync('logs/SigninLogs.jsonl', 'logs/real')
    symlinkSync('real', 'logs/SigninLogs.jsonl')
    const refused = await tripline(['query', 'AuditLogs', '--data', 'logs'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('AuditLogs.jsonl')
    expect(refused.stderr).toContain('it is outside logs')
    expect(await tripline(['query', 'SigninLogs | count', '--data', 'logs', '--format', 'csv'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2'),
    })
  })
})

describe('query --batch', () => {
  const ask = async (path: string, ...options: string[]) => {
    const requests = [
      { kql: 'SigninLogs | count', tables: { SigninLogs: path } },
      { kql: '_GetWatchlist("W")', watchlists: { W: { file: path, searchKey: 'Name' } } },
      { kql: 'externaldata(a:string)["https://x.example"]', externalData: { 'https://x.example': path } },
    ]
    const stdin = requests.map(request => JSON.stringify(request)).join('\n')
    const { code, stdout, stderr } = await tripline(['query', '--batch', ...options], { stdin })
    expect([code, stderr]).toEqual([0, ''])
    return stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).error?.code ?? 'answered')
  }
  const outside = ['batch-path-outside', 'batch-path-outside', 'batch-path-outside']

  test('reads inside the folder it was started in alone', async () => {
    beside()
    symlinkSync('../outside/logs/SigninLogs.jsonl', 'link.jsonl')
    symlinkSync('../outside', 'folder')
    expect((await ask('logs/SigninLogs.jsonl'))[0]).toBe('answered')
    expect((await ask(join(process.cwd(), 'logs/SigninLogs.jsonl')))[0]).toBe('answered')
    expect(await ask('../outside/logs/SigninLogs.jsonl')).toEqual(outside)
    expect(await ask(join(process.cwd(), '../outside/logs/SigninLogs.jsonl'))).toEqual(outside)
    expect(await ask('link.jsonl')).toEqual(outside)
    expect(await ask('folder/logs/SigninLogs.jsonl')).toEqual(outside)
    expect(await ask('/etc/hostname')).toEqual(outside)
  })

  test('reads inside the folder that --root names', async () => {
    beside()
    expect((await ask('../outside/logs/SigninLogs.jsonl', '--root', '../outside'))[0]).toBe('answered')
    expect(await ask('logs/SigninLogs.jsonl', '--root', '../outside')).toEqual(outside)
    expect((await ask('logs/SigninLogs.jsonl', '--root', '..'))[0]).toBe('answered')
  })

  test.each([
    ['nowhere', 'nowhere cannot be read: it does not exist'],
    ['tripline.yaml', '--root tripline.yaml: expected a folder'],
  ])('answers nothing where --root is %s', async (root, said) => {
    beside()
    const { code, stdout, stderr } = await tripline(['query', '--batch', '--root', root], {
      stdin: '{"kql":"print 1"}',
    })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })
})

describe('the caches', () => {
  const newFolder = () => mkdtempSync(join(tmpdir(), 'tripline-home-'))
  // The code of the parser is cached by the first command of a process, and has tests in kql.
  const entriesOf = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => /analyses.*\.bin$/.test(path))
  const contentsOf = (folder: string): ReadonlyMap<string, Buffer> =>
    new Map(
      entriesOf(folder)
        .toSorted()
        .map(path => [path, readFileSync(join(folder, path))]),
    )
  const check = (cache: string, state: string | undefined) =>
    tripline(['check'], { env: { XDG_CACHE_HOME: cache, ...(state !== undefined && { XDG_STATE_HOME: state }) } })

  test('of another user or machine are as good as none', async () => {
    enterFolder(sample)
    const [cache, mine, theirs] = [newFolder(), newFolder(), newFolder()]
    const first = await check(cache, theirs)
    const planted = contentsOf(cache)
    expect(planted.size).toBe(1)
    expect(await check(cache, theirs)).toEqual(first)
    expect(contentsOf(cache)).toEqual(planted)
    expect(await check(cache, mine)).toEqual(first)
    for (const [path, content] of contentsOf(cache)) expect(content.equals(planted.get(path)!), path).toBe(false)
  })

  test.each<[string, (secret: string) => void]>([
    ['that others may read', path => chmodSync(path, 0o644)],
    ['of another length', path => writeFileSync(path, 'short')],
  ])('believe nothing signed with a secret %s', async (_, damage) => {
    enterFolder(sample)
    const [cache, state] = [newFolder(), newFolder()]
    const expected = await check(cache, state)
    const before = contentsOf(cache)
    damage(join(state, 'tripline/cache-secret'))
    expect(await check(cache, state)).toEqual(expected)
    for (const [path, content] of contentsOf(cache)) expect(content.equals(before.get(path)!), path).toBe(false)
  })

  test('keep nothing without a folder for the secret', async () => {
    enterFolder(sample)
    const cache = newFolder()
    mkdirSync(join(cache, 'tripline'), { mode: 0o700 })
    await check(cache, undefined)
    expect(entriesOf(cache)).toEqual([])
  })
})
