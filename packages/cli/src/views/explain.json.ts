import { jsonDocument } from '@tripline/diagnostics'
import { type Explanation, explanationJson } from '@tripline/replay'
import type { Io } from '../process/io.ts'

export const showExplanationJson = (explanation: Explanation, { stdout }: Io): void =>
  stdout.write(jsonDocument(explanationJson(explanation)))
