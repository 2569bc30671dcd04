import { diagnosticRow, inOrder } from '@tripline/diagnostics'
import { checkPaths } from '../check/check-paths.ts'
import { readAt } from '../command-line/option-values.ts'
import { openContext } from '../project/command-context.ts'
import type { Finding } from './finding.ts'
import type { Project } from './load-project.ts'

export interface CheckOptions {
  /** The current time in ISO 8601: findings that were accepted until then are reported. */
  readonly at: string
  /** Files and folders; default: all of the project. */
  readonly paths?: readonly string[]
}

/** The document of `tripline check --format json`. */
export interface CheckReport {
  /** How many files of rules, tests and functions were checked. */
  readonly files: number
  /** Sorted by file and line. */
  readonly diagnostics: readonly Finding[]
}

/** Checks rules and tests as Sentinel would, and more strictly; loads the KQL parser, but no database. */
export async function check(project: Pick<Project, 'root'>, { at, paths = [] }: CheckOptions): Promise<CheckReport> {
  const now = readAt(at)
  const context = await openContext({ folder: project.root })
  if (now.value === undefined || !context.value) {
    return { files: 0, diagnostics: [...now.diagnostics, ...context.diagnostics].map(diagnosticRow) }
  }
  const settings = { now: now.value, changedSince: undefined, cache: undefined }
  const { rules, tests, functions, diagnostics } = await checkPaths(paths, context.value, settings)
  return {
    files: rules + tests + functions,
    diagnostics: inOrder([...context.diagnostics, ...diagnostics]).map(diagnosticRow),
  }
}
