import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceFile } from '@tripline/diagnostics'
import { inside, temporaryFolder } from '@tripline/files'
import { databasesByLogs, openEngine, openLogStore, type QueryCache } from '@tripline/kql/engine'
import { listDetections, loadProject } from '@tripline/project'
import { type AlertingRule, loadRule } from '@tripline/rules'
import { loadCatalogue } from '@tripline/schemas'
import { oneIn } from '@tripline/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadSuite, type ReplayEnvironment, type Suite } from '../../src/index.ts'
import { casesOf } from '../../src/mutation/open-case.ts'
import { replayMutants } from '../../src/mutation/replay-mutants.ts'

/** How each rule of the pack may break: a condition without which it reports what it should not. Thresholds are found in its text. */
const exclusions: Readonly<Record<string, readonly string[]>> = {
  'data/mass-blob-read': ['| where Blobs > timesBaseline * BaselineBlobs'],
  'data/mass-file-download': [
    'and UserId !startswith "app@sharepoint"',
    '| where isempty(SourceFileExtension) or SourceFileExtension !in~ (split(pageExtensions, ","))',
  ],
  'identity/application-credential-added': ['and KeysBefore !has KeyId'],
  'identity/logon-failure-spike': [
    'and Address !in ("-", "::1", "127.0.0.1")',
    'and TargetUserName !~ "ANONYMOUS LOGON"',
    '| where EndTime > ago(45m)',
  ],
  'identity/new-admin-group-member': ['| where TimeGenerated >= CreatedTime'],
  'identity/new-admin-role-assignment': [
    '| where InitiatorApp !in~ ("MS-PIM", "MS-PIM-Fairfax")',
    'and OperationName !has "denied"',
  ],
  'identity/sign-in-failure-spike': [
    'and CleanAccounts <= maxCleanShare * FailedAccounts',
    '| where isnull(FirstAccepted) or FirstAccepted > FirstFailure',
  ],
  'keyvault/unexpected-range-audit': ['| where isempty(TrustedService)', 'and CallerIpAddress !startswith "fd"'],
  'keyvault/unexpected-range-diagnostics': [
    '| where isempty(column_ifexists("trustedService_s", ""))',
    'and CallerIPAddress !startswith "fd"',
  ],
}

/** Half of each frequency of the pack. */
const halves: Readonly<Record<string, string>> = { '1h': '30m', '15m': '7m' }

/** The text with something else in it, which must be there once. */
function replaced(text: string, before: string, after: string): string {
  expect([before, text.split(before).length]).toEqual([before, 2])
  return text.replace(before, () => after)
}

/** Broken copies of a rule by what is wrong with them. */
function* brokenCopies(name: string, text: string): Generator<readonly [string, string]> {
  const [, frequency] = /^queryFrequency: (\w+)$/m.exec(text)!
  const [period] = /^queryPeriod: \w+$/m.exec(text)!
  yield [`queryPeriod: ${halves[frequency!]}`, replaced(text, period, `queryPeriod: ${halves[frequency!]}`)]
  yield ['triggerThreshold: 1', replaced(text, 'triggerThreshold: 0', 'triggerThreshold: 1')]
  for (const [limit, before, number] of text.matchAll(/^( +let \w+ = )(\d+);$/gm)) {
    for (const off of [1, -1]) {
      const after = `${before}${Number(number) + off};`
      yield [after.trim(), replaced(text, limit, after)]
    }
  }
  for (const exclusion of exclusions[name]!) yield [`without ${exclusion}`, replaced(text, exclusion, '')]
}

let root: string
let environment: ReplayEnvironment
let rules: readonly string[]
const databases = databasesByLogs()
/** Each copy is compiled once, not for every case. */
const compiled = new Map<string, ReturnType<QueryCache['read']>>()
const cache: QueryCache = { read: key => compiled.get(key), write: (key, query) => compiled.set(key, query) }
const folder = temporaryFolder()
const pack = fileURLToPath(new URL('../../../../', import.meta.url))
beforeAll(async () => {
  const { value: project } = await loadProject(pack)
  const { watchlists, externalData, detections } = project!
  root = project!.root
  rules = (await listDetections(detections)).value!.rules.map(({ path }) =>
    path.slice(path.indexOf('detections/') + 'detections/'.length, -'.yaml'.length),
  )
  environment = {
    openEngine: async (catalogue, dataset) =>
      openEngine(catalogue, dataset, { cache, database: await databases.over(dataset.logs) }),
    logs: openLogStore(inside(folder.path, folder.path)),
    catalogue: loadCatalogue(),
    functions: [],
    watchlists,
    externalData,
    root,
    timeout: 30_000,
    stopwatch: () => 0,
  }
})
afterAll(async () => {
  await databases[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const suiteOf = async (name: string): Promise<Suite> =>
  (await loadSuite(inside(root, join(root, `detections/${name}.test.yaml`)), root)).value!

const copyOf = (file: SourceFile, change: string, text: string) => {
  const { value: rule, diagnostics } = loadRule({ path: file.path, text })
  expect([change, diagnostics]).toEqual([change, []])
  const like = change.startsWith('without') ? 'condition' : 'threshold'
  return { change, like, rule: rule as AlertingRule, kql: (rule as AlertingRule).query.value }
}

test.each(oneIn(2, Object.keys(exclusions)))(
  'the tests of %s notice each of its broken copies',
  async name => {
    // Edges first: they tell thresholds apart.
    const suites = await Promise.all([suiteOf(`${name}.edges`), suiteOf(name)])
    const rule = suites[0].rule.value as AlertingRule
    const copies = Array.from(brokenCopies(name, rule.file.text), ([change, text]) => copyOf(rule.file, change, text))
    const cases = suites.flatMap(({ tests }) => tests.cases)
    const { killedBy, diagnostics } = await replayMutants(cases, rule, copies, await casesOf(rule, environment))
    expect(diagnostics).toEqual([])
    expect(copies.filter(copy => !killedBy.has(copy)).map(({ change }) => change)).toEqual([])
  },
  60_000,
)

test('each rule of the pack has broken copies, and a replay with rows that arrive late', async () => {
  expect(Object.keys(exclusions)).toEqual(rules)
  for (const name of rules) {
    const { tests } = await suiteOf(name)
    const late = tests.cases.filter(({ schedule }) => schedule.kind === 'replay' && schedule.ingestionDelay)
    expect([name, late.length > 0]).toEqual([name, true])
  }
})
