import { joined, text } from '@tripline/diagnostics'
import type { Io } from '../process/io.ts'

/** The files that were created. */
export const showFiles = (paths: readonly string[], { stdout }: Io): void =>
  stdout.write(
    joined(
      paths.map(path => text`${path}\n`),
      '',
    ),
  )
