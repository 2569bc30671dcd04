import { deserialize, serialize } from 'node:v8'
import type { KeptFolder } from '@tripline/kql/analysis'
import type { CaseReport } from '@tripline/replay'
import type { SuiteInputs } from './suite-inputs.ts'

/** What is kept of a test file: the inputs of all of its cases, and results. */
export interface KeptSuite {
  readonly inputs: SuiteInputs
  readonly results: readonly KeptResult[]
}

export interface KeptResult {
  /** A digest of everything that the case read. */
  readonly inputs: string
  readonly report: CaseReport
}

/** Kept test files by the names of their entries. */
export interface ResultStore {
  read(entry: string): KeptSuite | undefined
  write(entry: string, suite: KeptSuite): void
}

/** Entries beyond this are not worth their space (bytes). */
const largest = 4 * 2 ** 20

/** Keeps the results of cases that passed, between runs. */
export const resultsIn = (folder: KeptFolder): ResultStore => ({
  read(entry) {
    const content = folder.read(entry)
    // Only what this user signed gets here.
    return content && deserialize(content)
  },
  write(entry, { inputs, results }) {
    const content = serialize({ inputs, results: results.filter(({ report }) => report.status === 'passed') })
    if (content.length <= largest) folder.write(entry, content)
  },
})

/** Keeps the results of cases that failed as well, as long as the process runs; those that passed also in `beyond`. */
export function resultsInMemory(beyond: ResultStore | undefined): ResultStore {
  const suites = new Map<string, KeptSuite>()
  return {
    read: entry => suites.get(entry) ?? beyond?.read(entry),
    write(entry, suite) {
      suites.set(entry, suite)
      beyond?.write(entry, suite)
    },
  }
}
