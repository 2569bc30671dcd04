import { timedOut, withinTime } from '../limits/time-limit.ts'
import type { RefusalText } from '../refusals/refusal-row.ts'
import { refusalText } from '../refusals/refusal-text.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import { dropGlobals } from './globals.ts'
import { dropLibraries } from './name-uses.ts'
import { dropParser, loadParser } from './parser.ts'
import { textExcess } from './text-limits.ts'

/** Seconds that a query may take to be analysed or compiled; real queries take hundredths of a second. */
const longest = 30

/**
 * The result of work on a query's text with the official parser, or why there is none: the text is too large, it took too long,
 * or the stack overflowed. The last two depend on the machine and are `runtime` errors, which are never cached.
 */
export function bounded<T>(
  kql: string,
  work: () => T,
): { readonly value: T } | { readonly diagnostic: QueryDiagnostic } {
  const excess = textExcess(kql)
  if (excess) return { diagnostic: excess }
  loadParser()
  try {
    const value = withinTime(longest * 1000, work)
    if (value !== timedOut) return { value }
  } catch (error) {
    if (!isStackOverflow(error)) throw error
    return { diagnostic: interrupted(kql, refusalText('nested-too-deeply')) }
  }
  return { diagnostic: interrupted(kql, refusalText('analysis-time', longest)) }
}

/** Whether the stack overflowed; other range errors are bugs of our own. */
export const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded'

/** Discards the parser with everything that was made of it: what is left of either does not work with another. */
export function dropParserState(): void {
  dropParser()
  dropGlobals()
  dropLibraries()
}

/** Depends on the machine, whatever the code's kind. */
function interrupted(kql: string, text: RefusalText): QueryDiagnostic {
  dropParserState()
  return { ...text, kind: 'runtime', severity: 'error', start: 0, end: kql.length }
}
