import type { Gap, TestEvidence, TestedCase } from '@tripline/evidence'
import type { FilePath } from '@tripline/files'
import { readSource } from '@tripline/project'
import { type CaseReport, countNoticed } from '@tripline/replay'
import { renderJunit } from '@tripline/replay/junit'
import { expectsAlerts, loadTestFile } from '@tripline/rules'
import { queryCacheLocation } from '../cache/open-query-cache.ts'
import { readJobs } from '../command-line/option-values.ts'
import { knownScores } from '../coverage/kept-scores.ts'
import type { Io } from '../process/io.ts'
import type { ProjectContext } from '../project/command-context.ts'
import { replayTests, testFiles } from '../test/replay-tests.ts'

/** Milliseconds that a query may take. */
const timeout = 30_000

/** Replays all tests of the project; results of earlier runs are not used. */
export async function replayProject(
  context: ProjectContext,
  io: Io,
): Promise<{ readonly tests: TestEvidence } | { readonly gap: Gap }> {
  const files = await testFiles([], context)
  if (!files.value) {
    const isFailure = files.diagnostics.some(({ id }) => id !== 'nothing-found')
    return { gap: { what: 'tests', reason: files.diagnostics.map(({ message }) => message).join('; '), isFailure } }
  }
  const report = await replayTests(files.value, context, {
    wanted: /(?:)/,
    timeout,
    stopwatch: io.stopwatch,
    queryCache: queryCacheLocation(io),
    processes: { ...io, jobs: readJobs(undefined).value! },
  })
  const firing = await firingCases(files.value)
  const scores = await knownScores(files.value, context, timeout, io)
  const cases = report.cases.map(
    (one): TestedCase => ({
      rule: one.rule,
      name: one.case,
      must: firing.has(keyOf(one.span.file.path, one.case)) ? 'fire' : 'stay quiet',
      status: one.status,
    }),
  )
  return {
    tests: {
      junit: renderJunit(report, scores),
      cases,
      scores: scores.map(({ rule, mutants }) => ({ rule, changes: mutants.length, noticed: countNoticed(mutants) })),
    },
  }
}

const keyOf = (path: string, name: CaseReport['case']): string => JSON.stringify([path, name])

/** The cases that expect alerts. */
async function firingCases(files: readonly FilePath[]): Promise<ReadonlySet<string>> {
  const sources = await Promise.all(files.map(file => readSource(file)))
  const cases = sources.flatMap(({ value: source }) => (source ? (loadTestFile(source).value?.cases ?? []) : []))
  return new Set(cases.filter(expectsAlerts).map(({ span, name }) => keyOf(span.file.path, name.value)))
}
