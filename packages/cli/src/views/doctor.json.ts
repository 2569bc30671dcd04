import { jsonDocument } from '@tripline/diagnostics'
import type { Examined } from '../doctor/examine.ts'
import type { Io } from '../process/io.ts'

/** `{"examined":[{"what","ok","detail"}]}`. */
export const showExaminedJson = (examined: readonly Examined[], { stdout }: Io): void =>
  stdout.write(jsonDocument({ examined }))
