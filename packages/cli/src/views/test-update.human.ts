import { text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { UpdatedFile } from '../test/update-expectations.ts'
import { count } from './wording.ts'

/** Says which expectations were written. */
export function showUpdated(files: readonly UpdatedFile[], { stderr }: Io): void {
  for (const { file, cases } of files) stderr.write(text`${file.path}: ${count(cases, 'expectation')} written\n`)
}
