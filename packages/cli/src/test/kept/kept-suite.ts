import { deserialize, serialize } from 'node:v8'
import type { KeptFolder } from '@tripline/kql/analysis'
import type { CaseReport } from '@tripline/replay'
import type { SuiteInputs } from './suite-inputs.ts'

/** What is kept of a test file: the inputs of all of its cases, and the results of those that passed. */
export interface KeptSuite {
  readonly inputs: SuiteInputs
  readonly results: readonly KeptResult[]
}

export interface KeptResult {
  /** A digest of everything that the case read. */
  readonly inputs: string
  readonly report: CaseReport
}

/** Entries beyond this are not worth their space (bytes). */
const largest = 4 * 2 ** 20

export function readSuite(results: KeptFolder, name: string): KeptSuite | undefined {
  const content = results.read(name)
  // Only what carries the seal of this user gets here.
  return content && deserialize(content)
}

export function writeSuite(results: KeptFolder, name: string, suite: KeptSuite): void {
  const content = serialize(suite)
  if (content.length <= largest) results.write(name, content)
}
