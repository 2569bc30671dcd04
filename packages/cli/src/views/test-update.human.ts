import { counted, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'
import type { UpdatedFile } from '../test/update-expectations.ts'

/** Says which expectations were written. */
export function showUpdated(files: readonly UpdatedFile[], { stderr }: Io): void {
  for (const { file, cases } of files) stderr.write(text`${file.path}: ${counted(cases, 'expectation')} written\n`)
}
