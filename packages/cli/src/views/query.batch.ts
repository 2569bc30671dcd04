import { jsonText } from '@tripline/diagnostics'
import type { QueryErrorKind } from '@tripline/kql/compile'
import type { Io } from '../process/io.ts'
import type { ResultTable } from '../query/result-table.ts'
import { resultMembers } from './query.json.ts'

/** An error or a warning about a request. */
export interface BatchFinding {
  /** The id of the finding that `check` reports for the same query; absent where the request itself is at fault. */
  readonly id?: string
  readonly code: string
  readonly message: string
  readonly kind: QueryErrorKind
  /** UTF-16 offsets into the request's `kql`. */
  readonly span?: { readonly start: number; readonly end: number }
  /** What to write instead. */
  readonly fix?: string
}

/** The answer to one request; `id` is the JSON text of whatever the request gave. */
export type BatchAnswer = { readonly id: string; readonly warnings?: readonly BatchFinding[] } & (
  | { readonly result: ResultTable; readonly ms: number }
  | { readonly error: BatchFinding }
)

/** One line. */
export function showBatchAnswer(answer: BatchAnswer, { stdout }: Io): void {
  const rest =
    'error' in answer ? `"error":${JSON.stringify(answer.error)}` : `${resultMembers(answer.result)},"ms":${answer.ms}`
  const { id, warnings = [] } = answer
  const also = warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(warnings)}`
  stdout.write(jsonText(`{"id":${id},${rest}${also}}\n`))
}
