import { resolve } from 'node:path'
import { type Diagnosed, type Diagnostic, isError, nearest } from '@tripline/diagnostics'
import { temporaryFolder } from '@tripline/files'
import { databasesByLogs } from '@tripline/kql/engine'
import { type Explanation, explainCase, loadSuite } from '@tripline/replay'
import type { TestCase } from '@tripline/rules'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import { commandReport } from '../command-line/command-report.ts'
import type { RemoteChoice } from '../engines/engine-choice.ts'
import type { TestEngine } from '../engines/open-test-engine.ts'
import type { Io } from '../process/io.ts'
import type { NamedRule } from '../project/alerting-rule.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { replayEnvironment } from '../test/jobs/local-replay.ts'
import { replayWorld } from '../test/replay-world.ts'
import { testsOfRules } from '../test/tests-of-rules.ts'

/** The cases of a rule to explain: one, or all; in the run at a time (ticks), or in the most informative one. */
export interface CasesToExplain {
  readonly name?: string | undefined
  readonly at?: bigint | undefined
  /** Milliseconds that a query may take. */
  readonly timeout: number
  /** What answers the queries instead of the local engine. */
  readonly elsewhere?: { readonly choice: RemoteChoice; readonly allowsTables: boolean } | undefined
}

/** Explains cases of a rule's tests. */
export async function explainCases(
  named: NamedRule & { readonly context: ProjectContext },
  { name, at, timeout, elsewhere }: CasesToExplain,
  io: Io,
): Promise<Diagnosed<readonly Explanation[]>> {
  const cases = await casesOf(named, name)
  if (!cases.value) return { diagnostics: cases.diagnostics }
  const diagnostics: Diagnostic[] = []
  const opened = elsewhere && (await openElsewhere(elsewhere, named.context, diagnostics, io))
  if (opened && !opened.value) return { diagnostics: opened.diagnostics }
  const answers = opened?.value
  using folder = temporaryFolder()
  await using databases = databasesByLogs()
  const world = replayWorld(named.context, { timeout, queryCache: queryCacheLocation(io), logFolder: folder.path })
  const environment = replayEnvironment(world, databases, io.stopwatch, answers?.elsewhere)
  const explanations: Explanation[] = []
  for (const testCase of cases.value) {
    if (answers?.isInterrupted()) break
    const explained = await explainCase(testCase, named.rule, environment, at)
    diagnostics.push(...explained.diagnostics)
    if (explained.value) explanations.push(explained.value)
  }
  diagnostics.push(...(answers?.close() ?? []))
  return explanations.length < cases.value.length ? { diagnostics } : { value: explanations, diagnostics }
}

/** `uncounted` gets why rows are not counted. */
async function openElsewhere(
  { choice, allowsTables }: NonNullable<CasesToExplain['elsewhere']>,
  context: ProjectContext,
  uncounted: Diagnostic[],
  io: Io,
): Promise<Diagnosed<TestEngine>> {
  const { openTestEngine } = await import('../engines/open-test-engine.ts')
  return openTestEngine(choice, allowsTables, context, io, (engine, { message }) =>
    uncounted.push(commandReport['stages-uncounted'](undefined, engine, message)),
  )
}

/** All cases of a rule's tests, or the one of that name. */
async function casesOf(
  { file, context: { root, project } }: NamedRule & { readonly context: ProjectContext },
  name: string | undefined,
): Promise<Diagnosed<readonly TestCase[]>> {
  const files = await testsOfRules([file], project)
  if (files.length === 0) return { diagnostics: [commandReport['rule-untested'](undefined, file.path)] }
  const paths = new Map(files.map(tests => [resolve(tests.path), tests]))
  const suites = await Promise.all([...paths.values()].map(tests => loadSuite(tests, root)))
  const cases = suites.flatMap(({ value }) => value?.tests.cases ?? [])
  const value = name === undefined ? cases : cases.filter(testCase => testCase.name.value === name)
  const unread = suites.flatMap(({ diagnostics }) => diagnostics).filter(isError)
  if (value.length > 0 && (name !== undefined || unread.length === 0)) return { value, diagnostics: [] }
  if (unread.length > 0 || name === undefined) return { diagnostics: unread }
  const names = cases.map(testCase => testCase.name.value)
  return { diagnostics: [commandReport['case-unknown'](undefined, name, file.path, nearest(name, names))] }
}
