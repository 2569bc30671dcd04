import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { positionAt } from '@tripline/diagnostics'
import { inside, named } from '@tripline/files'
import { type Dataset, databasesByLogs, type LogStore, openEngine, openLogStore } from '@tripline/kql/engine'
import type { Catalogue } from '@tripline/schemas'
import { oneIn, type Random, randomOf } from '@tripline/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseReport, replaySuite, runTests } from '../../src/index.ts'
import { memoryEnvironment } from './memory-environment.ts'
import { ruleText, testText } from './written-tests.ts'

/** A case over a stored log has the report of the same case over rows in memory, which the other tests of replays are about. */
let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'replay-'))
  for (const [name, lines] of Object.entries(logs)) writeFileSync(join(root, `${name}.jsonl`), lines.join('\n'))
})
afterAll(() => rmSync(root, { recursive: true }))

const timeText = (second: number) => new Date(Date.UTC(2026, 2, 2, 9) + second * 1000).toISOString()

/** Sign-ins of three hours, in no order; long texts make the file large enough to be stored. */
function signIns(seed: number, more: (pick: Random, second: number) => object): readonly string[] {
  const pick = randomOf(seed)
  return Array.from({ length: 400 }, (_, row) => {
    const second = pick(10_800)
    return JSON.stringify({
      TimeGenerated: timeText(second),
      ResultType: pick(3) === 0 ? '50126' : '0',
      UserPrincipalName: `user${pick(5)}@contoso.example`,
      IPAddress: `10.0.0.${pick(4)}`,
      CorrelationId: `row ${row}`,
      UserAgent: 'x'.repeat(3_000),
      ...more(pick, second),
    })
  })
}

const logs = {
  plain: signIns(1, () => ({})),
  // Some rows have an ingestion time of their own, which the database's reader leaves to the careful one.
  late: signIns(2, (pick, second) => (pick(2) ? {} : { _IngestionTime: timeText(second + pick(1_200)) })),
  nested: signIns(3, pick => ({ DeviceDetail: { os: pick(2) ? 'Linux' : 'Windows' }, Unknown: 1 })),
  faulty: [...signIns(4, () => ({})), '{"TimeGenerated":"yesterday"}'],
}

const queries = [
  'SigninLogs | where ResultType == "50126"',
  'SigninLogs | take 5',
  'SigninLogs | serialize N = row_number() | where N % 3 == 0',
  'SigninLogs | summarize Failures = count(), Rows = make_list(CorrelationId) by UserPrincipalName, IPAddress',
  'SigninLogs | extend At = ingestion_time() | project TimeGenerated, At, IPAddress, CorrelationId',
  'SigninLogs | summarize arg_max(TimeGenerated, *) by IPAddress | project-away UserAgent',
  'union SigninLogs, AuditLogs | summarize count(), min(TimeGenerated) by Type, IPAddress',
]

const nrt = (query: string) =>
  ruleText({ kind: 'NRT', query })
    .split('\n')
    .filter(line => !/^(queryFrequency|queryPeriod|trigger)/.test(line))
    .join('\n')

const rules = [...queries.map(query => ruleText({ query })), ...queries.slice(0, 3).map(nrt)]

/** Cases that expect nothing, so that their reports contain what was raised, or why nothing was. */
function cases(seed: number): readonly Readonly<Record<string, string>>[] {
  const pick = randomOf(seed)
  const one = <T>(items: readonly T[]): T => items[pick(items.length)]!
  return Array.from({ length: 6 }, () => {
    const delay = one(['', ', ingestionDelay: 7m', ', ingestionDelay: 1h'])
    const from = pick(7_200)
    const replay = `{ from: ${timeText(from)}, to: ${timeText(from + 60 * pick(60))}${delay} }`
    const rows = `{ SigninLogs: [{ repeat: 3, every: 10m, from: ${timeText(pick(10_800))}, IPAddress: 10.0.0.9 }] }`
    return {
      ...(pick(2) ? { replay } : { at: timeText(pick(14_400)) }),
      data: `{ SigninLogs: ${one(Object.keys(logs))}.jsonl }`,
      ...(pick(3) === 0 && { rows }),
      expect: one(['{ alerts: [] }', '{ incidents: 1, alerts: [{ rows: 7 }], missed: 5 }']),
    }
  })
}

async function replay(store: LogStore): Promise<readonly CaseReport[]> {
  await using databases = databasesByLogs()
  const environment = {
    ...memoryEnvironment(root),
    openEngine: async (known: Catalogue, dataset: Dataset) =>
      openEngine(known, dataset, { database: await databases.over(dataset.logs) }),
    logs: store,
  }
  const { cases } = await runTests([inside(root, join(root, 'a.test.yaml'))], suite => replaySuite(suite, environment))
  return cases
}

/** Nothing is stored. */
const noStore: LogStore = { contentOf: async () => 'any', log: async () => undefined }

/** A warning about a stored log has only the line that it is about, not the text of the whole file. */
const shown = (report: CaseReport) => ({
  ...report,
  diagnostics: report.diagnostics.map(({ span, ...diagnostic }) => ({
    ...diagnostic,
    at: span && [span.file.path, positionAt(span.file, span.start), span.end - span.start],
  })),
})

describe('a case over a stored log', () => {
  it.each(oneIn(3, [...rules.entries()]))(
    'has the report of one over rows in memory (rule %i)',
    async (seed, rule) => {
      writeFileSync(join(root, 'a.yaml'), rule)
      writeFileSync(join(root, 'a.test.yaml'), testText(...cases(seed)))
      const inMemory = await replay(noStore)
      const stored = await replay(openLogStore(named(join(root, 'stored'))))
      expect(stored.map(shown)).toEqual(inMemory.map(shown))
      expect(inMemory.some(({ status }) => status === 'failed')).toBe(true)
    },
    60_000,
  )
})
