import { basename, join, resolve } from 'node:path'
import type { Diagnostic } from '@tripline/diagnostics'
import { type FilePath, temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { listDetections } from '@tripline/project'
import { loadSuite, type ReplayEnvironment, type RuleScore, type TestReport, traceCase } from '@tripline/replay'
import type { Rule, TestCase } from '@tripline/rules'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { readRule } from '../project/find-rules.ts'
import { replayEnvironment } from '../test/jobs/local-replay.ts'
import { replayWorld } from '../test/replay-world.ts'
import { writeWhole } from '../write/write-whole.ts'
import { reportFiles } from './report-files.ts'
import type { CaseRecord, RuleRecord } from './rule-record.ts'

/** What a report is about besides the results. */
export interface ReportedRun {
  readonly files: readonly FilePath[]
  readonly context: ProjectContext
  /** Milliseconds that a query may take. */
  readonly timeout: number
  readonly scores: readonly RuleScore[]
}

/**
 * Writes the report for people into a folder. Cases that could be run are replayed once more, for what happened in them; returns
 * why a file could not be written.
 */
export async function writeHtmlReport(
  folder: FilePath,
  report: TestReport,
  { files, context, timeout, scores }: ReportedRun,
  io: Io,
): Promise<readonly Diagnostic[]> {
  using logs = temporaryFolder()
  await using databases = databasesByLogs()
  const world = replayWorld(context, { timeout, queryCache: queryCacheLocation(io), logFolder: logs.path })
  const environment = replayEnvironment(world, databases, io.stopwatch)
  const records = await recordsOf(report, files, context, environment)
  const known = new Map(scores.map(score => [resolve(score.rule), score]))
  const scored = records.map(record => {
    const score = known.get(resolve(record.rule.file.path))
    return score ? { ...record, score } : record
  })
  return writeFiles(folder, report, scored)
}

/** Writes the report of a run without results, which must not leave an older one in its place. */
export const writeEmptyReport = (folder: FilePath, report: TestReport): Promise<readonly Diagnostic[]> =>
  writeFiles(folder, report, [])

async function writeFiles(
  folder: FilePath,
  { diagnostics }: TestReport,
  records: readonly RuleRecord[],
): Promise<readonly Diagnostic[]> {
  const unread = diagnostics.map(({ message }) => message)
  for (const [path, text] of reportFiles(records, unread)) {
    const refused = await writeWhole({ ...folder, path: join(folder.path, path) }, text)
    if (refused.length > 0) return refused
  }
  return []
}

/** Each rule of the project and of the report, in the order of their paths. */
async function recordsOf(
  report: TestReport,
  files: readonly FilePath[],
  { root, project }: ProjectContext,
  environment: ReplayEnvironment,
): Promise<readonly RuleRecord[]> {
  const rules = new Map<string, Rule>()
  const listed = await listDetections(project.detections)
  for (const file of listed.value?.rules ?? []) {
    const { value } = await readRule(file)
    if (value) rules.set(resolve(file.path), value)
  }
  const cases = new Map<string, CaseRecord[]>()
  for (const file of files) {
    const { value: suite } = await loadSuite(file, root)
    const rule = suite?.rule.value
    if (!suite || !rule) continue
    const path = resolve(suite.rulePath)
    rules.set(path, rules.get(path) ?? rule)
    const own = await caseRecords(report, file, suite.tests.cases, rule, environment)
    cases.set(path, [...(cases.get(path) ?? []), ...own])
  }
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.map(([path, rule], index) => ({ rule, page: pageName(path, index), cases: cases.get(path) ?? [] }))
}

async function caseRecords(
  report: TestReport,
  { path }: FilePath,
  cases: readonly TestCase[],
  rule: Rule,
  environment: ReplayEnvironment,
): Promise<readonly CaseRecord[]> {
  const reports = new Map(
    report.cases.filter(({ span }) => span.file.path === path).map(one => [one.case, one] as const),
  )
  const records: CaseRecord[] = []
  for (const testCase of cases) {
    const own = reports.get(testCase.name.value)
    if (!own) continue
    const { value: trace } = own.status === 'error' ? {} : await traceCase(testCase, rule, environment)
    records.push({ report: own, data: testCase.data, rows: testCase.rows, ...(trace && { trace }) })
  }
  return records
}

/** Unique, and of plain characters whatever the rule's file is called. */
const pageName = (path: string, index: number): string => {
  const stem = basename(path)
    .replace(/\.ya?ml$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
  return `${index + 1}-${stem.slice(0, 60)}.html`
}
