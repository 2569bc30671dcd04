import { timedOut, withinTime } from '../limits/time-limit.ts'
import type { QueryDiagnostic } from '../world/query-diagnostic.ts'
import { dropGlobals } from './globals.ts'
import { dropParser, loadParser } from './parser.ts'
import { textExcess } from './text-limits.ts'

/** Seconds that a query may take to be analysed, or compiled; real ones take some hundredths. */
const longest = 30

/**
 * What work on a query's text with the official parser answers, or why it has none: the text is too large, or the clock or
 * the stack ended the work. Those two depend on the machine and are `runtime` errors, which nobody keeps.
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
    return { diagnostic: interrupted(kql, 'too-deep', 'the query, with all that it names, is nested too deeply') }
  }
  return { diagnostic: interrupted(kql, 'too-slow', `the query takes longer than ${longest} s to be analysed`) }
}

/** Whether the stack was exhausted; other range errors are our own mistakes. */
export const isStackOverflow = (error: unknown): boolean =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded'

function interrupted(kql: string, code: string, message: string): QueryDiagnostic {
  dropParser()
  dropGlobals()
  return { kind: 'runtime', severity: 'error', code, message, start: 0, end: kql.length }
}
