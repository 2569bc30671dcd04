import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { oneIn } from '@tripline/testkit'
import { expect, test } from 'vitest'
import { enterFolder, tripline } from './cli.ts'
import {
  anySecret,
  linkedPaths,
  linkedProject,
  links,
  replaceByLink,
  secret,
  stateOf,
  writeFolders,
  writeProject,
} from './linked-project.ts'

interface Invocation {
  readonly argv: readonly string[]
  readonly stdin?: string
}

const at = ['--at', '2026-03-02T10:00:00Z'] as const
const request = {
  kql: 'union SigninLogs, _GetWatchlist("W"), externaldata(x:string)["https://x.example"]',
  tables: { SigninLogs: 'logs/SigninLogs.jsonl' },
  watchlists: { W: { file: 'lists/list.csv', searchKey: 'Name' } },
  externalData: { 'https://x.example': 'feeds/feed.csv' },
}

/** Every verb, in the forms that read or write different files. */
const invocations: readonly Invocation[] = [
  { argv: ['check', '--baseline', 'baseline.json'] },
  { argv: ['check', 'detections/rule.yaml', '--format', 'sarif'] },
  { argv: ['fmt'] },
  { argv: ['test', '--reporter', 'junit=reports/junit.xml', '--reporter', 'json=reports/deep/report.json'] },
  { argv: ['run', 'detections/rule.yaml', '--data', 'logs', ...at] },
  { argv: ['query', 'SigninLogs', '--data', 'logs', '--format', 'json'] },
  { argv: ['query', '-f', 'queries/query.kql'] },
  { argv: ['query', '_GetWatchlist("List")'] },
  { argv: ['query', 'externaldata(x:string)["https://data.example/feed"]'] },
  { argv: ['query', 'Stored()'] },
  { argv: ['query', '--batch'], stdin: JSON.stringify(request) },
  { argv: ['schema', 'show', 'App_CL'] },
  { argv: ['import', 'templates/rule.json'] },
  { argv: ['import', 'templates/rule.json', '--out', 'imported'] },
  { argv: ['compile', '--out', 'dist', 'detections'] },
  { argv: ['doctor', '--workspace', 'local'] },
  { argv: ['apply', 'plan.json'] },
  { argv: ['emulator', '--data', 'logs'] },
  { argv: ['schema', 'files'] },
  { argv: ['new', 'detections/deep/new.yaml'] },
  { argv: ['check', '--baseline', 'baseline.json', '--write-baseline'] },
  { argv: ['fmt', '--write'] },
  { argv: ['fmt', 'detections', '--write'] },
  { argv: ['init'] },
]

const cache = mkdtempSync(join(tmpdir(), 'tripline-cache-'))

/** One cache for all runs: a query is compiled fresh only where a text is not that of the run before. */
const env = { XDG_CACHE_HOME: cache, XDG_STATE_HOME: cache }

/** Runs everything in the current folder; answers all that was shown. */
async function everything(): Promise<string> {
  let shown = ''
  for (const { argv, stdin } of invocations) {
    const ended = await tripline(argv, { ...(stdin !== undefined && { stdin }), env, interrupted: async () => {} })
    expect(ended.code, `${argv.join(' ')}: ${ended.stderr}`).toBeLessThan(3)
    shown += `${ended.stdout}${ended.stderr}`
  }
  return shown
}

// So that the test below cannot pass because nothing is read.
test('without links, every file that is read is seen in what is shown', async () => {
  writeProject(enterFolder({}), secret)
  const shown = await everything()
  const read = Object.keys(linkedProject).filter(path => !/^(reports|dist|imported|\.schemas|\.tripline)\//.test(path))
  expect(read.filter(path => !shown.includes(secret(path)))).toEqual([])
})

/** Each path with one kind of link, in turn: that all kinds are alike is seen where links are resolved. */
const kinds = Object.keys(links)
const cases = linkedPaths.map((path, index) => [path, kinds[index % kinds.length]!] as const)

test.each(oneIn(4, cases))('%s as a link, %s, leads no verb outside', async (path, kind) => {
  const folders = writeFolders(enterFolder({}))
  replaceByLink(kind, path, folders)
  const before = stateOf(folders.outside)
  process.chdir(folders.project)
  expect(await everything()).not.toMatch(anySecret)
  expect(stateOf(folders.outside)).toEqual(before)
  const written = stateOf(folders.project).map(([, , content]) => content)
  expect(written.join('\n')).not.toMatch(anySecret)
})
