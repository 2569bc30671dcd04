import { diagnosticRow, isError } from '@tripline/diagnostics'
import { readFilter } from '../command-line/option-values.ts'
import { openProject } from '../project/command-context.ts'
import type { Value } from './data.ts'
import type { Finding } from './finding.ts'
import type { Project } from './load-project.ts'

export interface TestOptions {
  /** Files and folders; default: the tests of the project. */
  readonly paths?: readonly string[]
  /** A regular expression: only cases whose rule's path and name match it. */
  readonly filter?: string
  /** How long one query may run, in milliseconds; default: 30,000. */
  readonly timeout?: number
}

/** The document of `tripline test --format json`. */
export interface TestReport {
  /** In the order of the test files and of their cases. */
  readonly cases: readonly TestedCase[]
  readonly passed: number
  readonly failed: number
  readonly errors: number
  /** What is wrong with the project and its test files. */
  readonly diagnostics: readonly Finding[]
}

export interface TestedCase {
  /** Path of the rule's file. */
  readonly rule: string
  readonly case: string
  /** error: the case could not be run. */
  readonly status: 'passed' | 'failed' | 'error'
  /** Whether this is the result of an earlier run; `runTests` keeps none. */
  readonly kept: boolean
  /** How long it took, in milliseconds. */
  readonly ms: number
  /** With the keys that an expected alert has in a test file. */
  readonly alerts: readonly Value[]
  /** How many incidents the alerts make. */
  readonly incidents: number
  /** Some exactly when the case failed. */
  readonly differences: readonly Difference[]
  /** How expected alerts that were not raised differ from the nearest that were, as lines of a diff. */
  readonly diff: readonly string[]
  /** Why the runs that raised nothing did not, a line each, where the case failed. */
  readonly silence: readonly string[]
  readonly diagnostics: readonly Finding[]
}

/** One way in which a case went otherwise than it expects. */
export interface Difference {
  /** Where in the expectation: `alerts[0].severity`. */
  readonly path: string
  /** Null if nothing was expected, or nothing was raised. */
  readonly expected: Value
  readonly actual: Value
  readonly message: string
  /** Where the expectation is written. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Replays the test cases of a project, one after the other. Loads the database. */
export async function runTests(
  { root }: Pick<Project, 'root'>,
  { paths = [], filter = '', timeout = 30_000 }: TestOptions = {},
): Promise<TestReport> {
  const { reportJson } = await import('@tripline/replay')
  const { replayTests, testFiles } = await import('../test/replay-tests.ts')
  const wanted = readFilter(filter)
  const { value: context, diagnostics } = await openProject({ folder: root })
  const files = context ? await testFiles(paths, context) : { diagnostics: [] }
  const messages = [...wanted.diagnostics, ...diagnostics, ...files.diagnostics]
  if (!context || !files.value || !wanted.value || messages.some(isError)) {
    return { cases: [], passed: 0, failed: 0, errors: 0, diagnostics: messages.map(diagnosticRow) }
  }
  const stopwatch = () => performance.now()
  const report = reportJson(await replayTests(files.value, context, { wanted: wanted.value, timeout, stopwatch }))
  return { ...report, diagnostics: [...messages.map(diagnosticRow), ...report.diagnostics] }
}
