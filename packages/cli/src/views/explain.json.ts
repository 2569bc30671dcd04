import { jsonDocument } from '@tripline/diagnostics'
import { type Explanation, explanationJson } from '@tripline/replay'
import type { Io } from '../process/io.ts'

/** One explanation, or a list of those of all cases. */
export const showExplanationsJson = (explained: Explanation | readonly Explanation[], { stdout }: Io): void =>
  stdout.write(jsonDocument('rule' in explained ? explanationJson(explained) : explained.map(explanationJson)))
